/*
 * A disk that fails on purpose, for tests/torture: loaded before libc (LD_PRELOAD), it counts the calls that change
 * the files under FAULT_UNDER, and does FAULT_DO at the one that FAULT_AT names.
 *
 *   count   nothing; at the end FAULT_LOG holds "0 COUNT"
 *   kill    the process is killed before the call
 *   torn    half of a write is written, then the process is killed
 *   eio     the call fails, this once
 *   enospc  the call fails, and every later one that needs room
 *   cut     the power goes: of all that was not synced, pieces chosen by FAULT_SEED are lost, and the process is
 *           killed. With FAULT_AT=0 the power goes when the process has ended.
 *
 * When it has done so, FAULT_LOG holds "1 NUMBER". For `cut` a log of what to undo is kept: a write is on the disk once
 * its file was synced, that a file is there or gone once its folder was. Calls are taken one at a time.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define FDS 4096

enum deed { COUNT, KILL, TORN, EIO_ONCE, ENOSPC_ON, CUT };
enum kind { WRITE, GROW_OR_SHRINK, CREATED, UNLINKED };

struct undo {
    enum kind kind;
    char *path;      /* of the file */
    char *hidden;    /* UNLINKED: where it lies meanwhile */
    off_t offset;
    size_t length;
    char *old;       /* what stood there; zeros beyond the old end */
    off_t old_size;
    struct undo *before;
};

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static char *paths[FDS];   /* of open files under FAULT_UNDER */
static int folders[FDS];   /* open folder that holds them */
static struct undo *last;
static long calls, at = -1, hidden_files;
static enum deed deed = COUNT;
static const char *under, *log_to;
static char folder[PATH_MAX];
static unsigned long long seed = 1;
static int full, done, reached;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);

static void note(int reached, long number)
{
    char line[64];
    int fd = log_to ? real_open(log_to, O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;
    if (fd < 0)
        return;
    int length = snprintf(line, sizeof line, "%d %ld\n", reached, number);
    if (real_write(fd, line, length) != length)
        abort();
    real_close(fd);
}

static int coin(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed >> 32 & 1;
}

__attribute__((constructor)) static void begin(void)
{
    static const char *const words[] = { "count", "kill", "torn", "eio", "enospc", "cut" };
    real_open = dlsym(RTLD_NEXT, "open");
    real_close = dlsym(RTLD_NEXT, "close");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    under = getenv("FAULT_UNDER");
    log_to = getenv("FAULT_LOG");
    if (getenv("FAULT_AT"))
        at = atol(getenv("FAULT_AT"));
    if (getenv("FAULT_SEED"))
        seed = strtoull(getenv("FAULT_SEED"), 0, 10) * 2654435761u + 88172645463325252ull;
    for (int i = 0; getenv("FAULT_DO") && i < 6; i++)
        if (!strcmp(getenv("FAULT_DO"), words[i]))
            deed = i;
    if (under) {
        snprintf(folder, sizeof folder, "%s", under);
        char *slash = strrchr(folder, '/');
        if (slash)
            *slash = 0;
    }
}

static int ours(const char *path)
{
    return under && path && !strncmp(path, under, strlen(under));
}

static void forget(struct undo *u)
{
    free(u->path);
    free(u->hidden);
    free(u->old);
    free(u);
}

/* Drops what a sync has brought to the disk: of one file, or of the folder where path is null. */
static void settle(const char *path)
{
    struct undo **link = &last;
    while (*link) {
        struct undo *u = *link;
        int of_folder = u->kind == CREATED || u->kind == UNLINKED;
        if (path ? !of_folder && !strcmp(u->path, path) : of_folder) {
            if (u->kind == UNLINKED)
                real_unlink(u->hidden);
            *link = u->before;
            forget(u);
        } else {
            link = &u->before;
        }
    }
}

static struct undo *remember(enum kind kind, const char *path)
{
    struct undo *u = calloc(1, sizeof *u);
    u->kind = kind;
    u->path = strdup(path);
    u->before = last;
    last = u;
    return u;
}

/* Undoes what the coin says was not yet on the disk, the last first. */
static void lose(void)
{
    for (struct undo *u = last; u; u = u->before) {
        int lost = coin();
        int fd;
        switch (u->kind) {
        case WRITE:
            if (lost && (fd = real_open(u->path, O_WRONLY)) >= 0) {
                if (real_pwrite(fd, u->old, u->length, u->offset) < 0)
                    abort();
                real_close(fd);
            }
            break;
        case GROW_OR_SHRINK:
            if (lost && (fd = real_open(u->path, O_WRONLY)) >= 0) {
                if (u->length && real_pwrite(fd, u->old, u->length, u->offset) < 0)
                    abort();
                real_close(fd);
            }
            break;
        case CREATED:
            if (lost)
                real_unlink(u->path);
            break;
        case UNLINKED:
            if (!lost || access(u->path, F_OK) == 0)
                real_unlink(u->hidden);
            else
                rename(u->hidden, u->path);
            break;
        }
    }
}

__attribute__((destructor)) static void end(void)
{
    if (done)
        return;
    pthread_mutex_lock(&one);
    if (deed == CUT && at == 0) {
        note(1, calls);
        lose();
    } else {
        settle(0);
        note(reached, calls);
    }
    done = 1;
    pthread_mutex_unlock(&one);
}

static void die(void)
{
    done = 1;
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Counts a call, and does the deed where it is its turn; nonzero where the call is to fail with errno. */
static int turn(int needs_room, int fd, const void *bytes, size_t length, off_t offset)
{
    calls++;
    if (full && needs_room) {
        errno = ENOSPC;
        return 1;
    }
    if (calls != at)
        return 0;
    reached = 1;
    note(1, calls);
    switch (deed) {
    case COUNT:
        return 0;
    case TORN:
        if (bytes && offset >= 0 && real_pwrite(fd, bytes, length / 2, offset) < 0)
            abort();
        die();
        return 1;
    case KILL:
        die();
        return 1;
    case CUT:
        lose();
        die();
        return 1;
    case EIO_ONCE:
        errno = EIO;
        return 1;
    case ENOSPC_ON:
        full = 1;
        errno = ENOSPC;
        return needs_room;
    }
    return 0;
}

static int opened(const char *path, int flags, mode_t mode)
{
    if (!under)
        return real_open(path, flags, mode);
    pthread_mutex_lock(&one);
    int tracked = ours(path);
    int creates = tracked && flags & O_CREAT && access(path, F_OK) != 0;
    int fd = -1;
    if (!creates || !turn(1, -1, 0, 0, -1)) {
        fd = real_open(path, flags, mode);
        if (fd >= 0 && fd < FDS) {
            if (tracked)
                paths[fd] = strdup(path);
            folders[fd] = !strcmp(path, folder);
            if (creates && deed == CUT)
                remember(CREATED, path);
        }
    }
    int error = errno;
    pthread_mutex_unlock(&one);
    errno = error;
    return fd;
}

#define WITH_MODE                              \
    mode_t mode = 0;                           \
    if (flags & (O_CREAT | __O_TMPFILE)) {     \
        va_list rest;                          \
        va_start(rest, flags);                 \
        mode = va_arg(rest, int);              \
        va_end(rest);                          \
    }

int open(const char *path, int flags, ...)
{
    WITH_MODE
    return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    WITH_MODE
    return opened(path, flags | O_LARGEFILE, mode);
}

int close(int fd)
{
    if (under && fd >= 0 && fd < FDS) {
        pthread_mutex_lock(&one);
        free(paths[fd]);
        paths[fd] = 0;
        folders[fd] = 0;
        pthread_mutex_unlock(&one);
    }
    return real_close(fd);
}

static void remember_write(int fd, size_t length, off_t offset)
{
    struct stat about;
    struct undo *u = remember(WRITE, paths[fd]);
    u->offset = offset;
    u->length = length;
    u->old = calloc(1, length);
    if (!fstat(fd, &about))
        u->old_size = about.st_size;
    /* The file may be open for writing only. */
    int reader = real_open(paths[fd], O_RDONLY);
    if (reader >= 0) {
        if (pread(reader, u->old, length, offset) < 0)
            abort();
        real_close(reader);
    }
}

static ssize_t written(int fd, const void *bytes, size_t length, off_t offset, int at_offset)
{
    int tracked = under && fd >= 0 && fd < FDS && paths[fd];
    if (!tracked)
        return at_offset ? real_pwrite(fd, bytes, length, offset) : real_write(fd, bytes, length);
    pthread_mutex_lock(&one);
    off_t place = at_offset ? offset : lseek(fd, 0, SEEK_CUR);
    ssize_t count = -1;
    if (!turn(1, fd, bytes, length, place)) {
        if (deed == CUT)
            remember_write(fd, length, place);
        count = at_offset ? real_pwrite(fd, bytes, length, offset) : real_write(fd, bytes, length);
    }
    int error = errno;
    pthread_mutex_unlock(&one);
    errno = error;
    return count;
}

ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, 0, 0); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return written(fd, bytes, length, offset, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return written(fd, bytes, length, offset, 1); }

static int truncated(int fd, off_t size)
{
    int tracked = under && fd >= 0 && fd < FDS && paths[fd];
    if (!tracked)
        return real_ftruncate(fd, size);
    pthread_mutex_lock(&one);
    int result = -1;
    if (!turn(0, fd, 0, 0, -1)) {
        struct stat about;
        if (deed == CUT && !fstat(fd, &about) && about.st_size > size) {
            struct undo *u = remember(GROW_OR_SHRINK, paths[fd]);
            u->offset = size;
            u->length = about.st_size - size;
            u->old = calloc(1, u->length);
            int reader = real_open(paths[fd], O_RDONLY);
            if (reader >= 0) {
                if (pread(reader, u->old, u->length, size) < 0)
                    abort();
                real_close(reader);
            }
        }
        result = real_ftruncate(fd, size);
    }
    int error = errno;
    pthread_mutex_unlock(&one);
    errno = error;
    return result;
}

int ftruncate(int fd, off_t size) { return truncated(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncated(fd, size); }

static int synced(int fd, int (*real)(int))
{
    int tracked = under && fd >= 0 && fd < FDS && (paths[fd] || folders[fd]);
    if (!tracked)
        return real(fd);
    pthread_mutex_lock(&one);
    int result = -1;
    if (!turn(0, fd, 0, 0, -1)) {
        result = deed == CUT ? 0 : real(fd);
        settle(paths[fd]);
    }
    int error = errno;
    pthread_mutex_unlock(&one);
    errno = error;
    return result;
}

int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int unlink(const char *path)
{
    if (!ours(path))
        return real_unlink(path);
    pthread_mutex_lock(&one);
    int result = -1;
    if (!turn(0, -1, 0, 0, -1)) {
        if (deed == CUT && access(path, F_OK) == 0) {
            char hidden[PATH_MAX + 64];
            /* Beside the folder, where nobody looks for a journal. */
            snprintf(hidden, sizeof hidden, "%s.gone.%d.%ld", folder, getpid(), hidden_files++);
            result = rename(path, hidden);
            if (!result)
                remember(UNLINKED, path)->hidden = strdup(hidden);
        } else {
            result = real_unlink(path);
        }
    }
    int error = errno;
    pthread_mutex_unlock(&one);
    errno = error;
    return result;
}

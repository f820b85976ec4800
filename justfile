# List the recipes
default:
    @just --list

# Format, lints and tests, as .ci/run checks them
check:
    cargo fmt --check
    cargo clippy --release --all-targets -- -D warnings
    cargo test --release

# Rebuild sample_db/archive.db from its reports
sample:
    cd sample_db && rm -f archive.db && cargo run --release -- import reports --db archive.db

# Put the real output of its commands into README.md; look at the diff
readme:
    README=write cargo test --release readme::

# Bytes in a second for each stage
bench:
    cargo bench --bench stages

# Break things on purpose, so many times over as the tests do; FOLDER holds real reports to do it with
torture times="25" folder="":
    {{ if folder == "" { "" } else { "TORTURE_REPORTS=" + quote(absolute_path(folder)) } }} TORTURE={{times}} \
        cargo test --release torture:: -- --nocapture --test-threads 1

# Facts lost (<) and gained (>) between two archives, told apart by document and words, not by id
drift old new:
    #!/usr/bin/env bash
    set -euo pipefail
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    facts() {
        sqlite3 -readonly -separator ' | ' -nullvalue - "$1" "
            SELECT 'section', substr(d.content_sha256, 1, 8), d.title, s.level, s.part, s.path
            FROM sections AS s JOIN documents AS d ON d.id = s.document_id;
            SELECT 'goal', substr(d.content_sha256, 1, 8), d.title, g.kind, g.year, g.indicator, g.measure,
                g.comparator, g.value_low, g.value_high, g.unit, g.masked, replace(g.text, char(10), '␊')
            FROM goals AS g JOIN documents AS d ON d.id = g.document_id;
            SELECT 'outcome', substr(d.content_sha256, 1, 8), d.title, o.year, o.indicator, o.measure,
                o.comparator, o.value_low, o.value_high, o.unit, o.masked, replace(o.text, char(10), '␊')
            FROM outcomes AS o JOIN documents AS d ON d.id = o.document_id;
            SELECT 'project', substr(d.content_sha256, 1, 8), d.title, p.kind, p.name, m.year, m.phase
            FROM project_mentions AS m JOIN projects AS p ON p.id = m.project_id
            JOIN documents AS d ON d.id = m.document_id;" | LC_ALL=C sort
    }
    facts "{{old}}" > "$folder/old"
    facts "{{new}}" > "$folder/new"
    if diff "$folder/old" "$folder/new"; then echo "the same facts"; fi

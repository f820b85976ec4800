//! Where the time of a run goes.

/// A step on the way of a file into the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// File → bytes, their checksum, and whether they are known.
    Read,
    /// Bytes → text.
    Decode,
    /// Text → the fingerprint of its content.
    Compare,
    /// Text → facts.
    Extract,
    /// Text → the form that is searched.
    Fold,
    /// Bytes → the packed original.
    Pack,
    /// Facts → rows.
    Write,
    /// Passages → search index.
    Index,
    /// Rows → disk.
    Commit,
}

impl Stage {
    /// Every stage, in the order of the way.
    pub const ALL: &'static [Stage] = &[
        Stage::Read,
        Stage::Decode,
        Stage::Compare,
        Stage::Extract,
        Stage::Fold,
        Stage::Pack,
        Stage::Write,
        Stage::Index,
        Stage::Commit,
    ];

    /// A word for it.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Decode => "decode",
            Stage::Compare => "compare",
            Stage::Extract => "extract",
            Stage::Fold => "fold",
            Stage::Pack => "pack",
            Stage::Write => "write",
            Stage::Index => "index",
            Stage::Commit => "commit",
        }
    }

    /// The writer does it, alone; the others are shared among the workers.
    pub fn is_writing(self) -> bool {
        matches!(self, Stage::Write | Stage::Index | Stage::Commit)
    }
}

/// Nanoseconds that each stage took, of all threads together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stages([u64; Stage::ALL.len()]);

impl Stages {
    /// So much more for a stage.
    pub fn add(&mut self, stage: Stage, nanoseconds: u64) {
        self.0[stage as usize] += nanoseconds;
    }

    /// What a stage took.
    pub fn of(&self, stage: Stage) -> u64 {
        self.0[stage as usize]
    }

    /// What others took as well.
    pub fn and(&mut self, other: &Stages) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum += more);
    }
}

/// Measures one stage after the other.
pub(super) struct Watch<'a> {
    now: &'a dyn Fn() -> u64,
    since: u64,
    pub stages: Stages,
}

impl<'a> Watch<'a> {
    pub(super) fn start(now: &'a dyn Fn() -> u64) -> Self {
        Watch { now, since: now(), stages: Stages::default() }
    }

    /// What went by since the last call belongs to this stage.
    pub(super) fn end(&mut self, stage: Stage) {
        let now = (self.now)();
        self.stages.add(stage, now.saturating_sub(self.since));
        self.since = now;
    }
}

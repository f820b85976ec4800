//! Local-government work reports, read into one SQLite file.
//!
//! One-way flow: bytes → [`text`] → [`outline`] → [`extract`] → rows ([`store`]) → views → [`output`].
//! Each stage is a pure function of the one before; only [`read`], [`store`], [`ingest`] and
//! [`cli`] touch files, the clock, the terminal or the database.

pub mod cli;
pub mod error;
pub mod extract;
pub mod fact;
pub mod ingest;
pub mod lexicon;
pub mod outline;
pub mod output;
pub mod read;
pub mod store;
pub mod text;

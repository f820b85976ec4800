//! All tests that use the library and the program from outside, as one program: each file beside this one
//! is a module and holds one thing promised. Linked apart they would take most of the time of a run.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod dice;
mod fixture;
mod word_files;

mod architecture;
mod check;
mod cli;
mod corpus;
mod formats;
mod layout;
mod lexicon;
mod migrations;
mod originals;
mod outline;
mod output;
mod pages;
mod peers;
mod properties;
mod raised;
mod read;
mod readme;
mod sample_db;
mod scale;
mod search;
mod store;

mod torture;
mod versions;
mod views;
mod word6;

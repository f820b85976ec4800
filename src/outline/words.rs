//! The outline's open word classes, one constant for each class of `words.toml`, which stands beside this file
//! and holds them with what they are for and with lines that must and must not match. The build makes them.

use super::part::Genre;
use crate::text::phrase::Phrases;

include!(concat!(env!("OUT_DIR"), "/outline_words.rs"));

//! Bytes → text: encodings, and one file for each format.

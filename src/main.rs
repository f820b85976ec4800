//! The `archive` program.

fn main() {}

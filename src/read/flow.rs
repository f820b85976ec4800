//! Paragraphs and tables → lines of text, the same for every format that has them.
//!
//! A paragraph is a line. A row of a table is a line with tabs between its cells, so that a name and
//! its value stay together; but a row that is no row of values (one cell alone, or cells of
//! several paragraphs, as in tables that only divide a page) gives its paragraphs one by one.

/// A cell of more paragraphs is a piece of page, not a value.
const PARAGRAPHS_OF_A_VALUE: usize = 3;

/// A paragraph in the style of a table of contents is an entry of one where it stands in a field or ends in the
/// number of a page. Some offices take the style for its looks and set words of the report in it.
pub fn is_entry(words: &str, of_field: bool) -> bool {
    let words = words.trim_end();
    let title = words.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut before = title.chars().rev();
    // `G312` is no page, nor is the end of `2023/12`, `5.1` or `Part 2`; tabs, dots or many blanks lead to a page.
    let counts = match (before.next(), before.next()) {
        (Some(c), _) if c.is_ascii_alphabetic() || c == '/' => false,
        (Some('.'), Some(c)) => !c.is_ascii_digit(),
        (Some(' '), Some(c)) => c == ' ' || c == '\t' || c == '.',
        _ => true,
    };
    of_field || title.len() < words.len() && counts
}

/// Collects the lines of one document.
#[derive(Debug, Default)]
pub struct Flow {
    text: String,
    /// The open tables, each inside the one before.
    tables: Vec<Table>,
}

#[derive(Debug, Default)]
struct Table {
    cells: Vec<Vec<String>>,
    /// The paragraphs of the cell that is not closed yet.
    cell: Vec<String>,
}

impl Flow {
    /// A paragraph; line breaks inside of it stay, empty ones are left out.
    pub fn paragraph(&mut self, words: &str) {
        // A page break before the words is a line break here.
        let words = words.trim_end().trim_start_matches('\n');
        if words.trim_start().is_empty() {
            return;
        }
        match self.tables.last_mut() {
            Some(table) => table.cell.push(words.to_owned()),
            None => self.line(words),
        }
    }

    /// A table begins, also inside the open cell of another.
    pub fn open_table(&mut self) {
        self.tables.push(Table::default());
    }

    /// A table is open.
    pub fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// Opens and closes tables until so many are open, each inside the one before.
    pub fn go_to_depth(&mut self, depth: usize) {
        while self.tables.len() > depth {
            self.close_table();
        }
        while self.tables.len() < depth {
            self.open_table();
        }
    }

    /// The open cell ends.
    pub fn end_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            let cell = std::mem::take(&mut table.cell);
            table.cells.push(cell);
        }
    }

    /// The open row ends.
    pub fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        if !table.cell.is_empty() {
            table.cells.push(std::mem::take(&mut table.cell));
        }
        let cells = std::mem::take(&mut table.cells);
        for line in row(cells) {
            match self.tables.len().checked_sub(2).and_then(|outer| self.tables.get_mut(outer)) {
                Some(outer) => outer.cell.push(line),
                None => self.line(&line),
            }
        }
    }

    /// The innermost table ends; what of a row is left counts as a row.
    pub fn close_table(&mut self) {
        self.end_row();
        self.tables.pop();
    }

    /// The text, one line for each paragraph or row, without a line end at the end.
    pub fn finish(mut self) -> String {
        while self.in_table() {
            self.close_table();
        }
        self.text
    }

    fn line(&mut self, words: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(words);
    }
}

fn row(cells: Vec<Vec<String>>) -> Vec<String> {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    if filled <= 1 || cells.iter().any(|cell| cell.len() > PARAGRAPHS_OF_A_VALUE) {
        return cells.into_iter().flatten().collect();
    }
    let values: Vec<String> = cells.iter().map(|cell| cell.join(" ").replace('\n', " ")).collect();
    vec![values.join("\t").trim_end().to_owned()]
}

#[cfg(test)]
mod tests {
    use super::Flow;

    #[test]
    fn rows_of_values_are_lines_and_pages_in_tables_are_paragraphs() {
        let mut flow = Flow::default();
        flow.paragraph("标题");
        flow.paragraph(" \t");
        flow.open_table();
        for value in ["指标", "", "目标"] {
            flow.paragraph(value);
            flow.end_cell();
        }
        flow.end_row();
        flow.paragraph("一段。");
        flow.paragraph("又一段。");
        flow.end_cell();
        flow.end_row();
        for _ in 0..5 {
            flow.paragraph("版面");
        }
        flow.end_cell();
        flow.open_table();
        for value in ["里", "面"] {
            flow.paragraph(value);
            flow.end_cell();
        }
        flow.end_row();
        flow.close_table();
        flow.end_cell();
        flow.close_table();
        flow.paragraph("结尾");
        let text = "标题\n指标\t\t目标\n一段。\n又一段。\n版面\n版面\n版面\n版面\n版面\n里\t面\n结尾";
        assert_eq!(flow.finish(), text);
    }
}

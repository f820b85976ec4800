//! Systems of coordinates.

use lopdf::Object;

use super::number;

/// Matrix `[a b c d e f]` of PDF: x' = ax + cy + e, y' = bx + dy + f.
#[derive(Debug, Clone, Copy)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Leaves all where it is.
    pub const ONE: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Moves all.
    pub fn shift(x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// From six operands.
    pub fn of(operands: &[Object]) -> Option<Matrix> {
        let mut m = [0.0; 6];
        for (to, from) in m.iter_mut().zip(operands.get(..6)?) {
            *to = number(from)?;
        }
        Some(Matrix(m))
    }

    /// Where it puts a point.
    pub fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let Matrix([a, b, c, d, e, f]) = self;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// First this, then the other.
    pub fn then(self, other: Matrix) -> Matrix {
        let (Matrix([a, b, c, d, e, f]), Matrix([g, h, i, j, k, l])) = (self, other);
        Matrix([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }
}

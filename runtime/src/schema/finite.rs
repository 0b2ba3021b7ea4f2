//! Whether a type that contains itself has a value that ends.
#![expect(
    clippy::panic,
    clippy::manual_assert,
    clippy::missing_panics_doc,
    reason = "a panic in const evaluation is how a compile error is reported here"
)]

use super::{Edge, Field, Kind, Rules};

/// The types that the one being looked at is a part of.
struct Inside<'a> {
    id: u64,
    outer: Option<&'a Inside<'a>>,
}

/// Refuses a type none of whose values ends: each would hold another one of itself.
#[track_caller]
pub const fn ends(root: Edge) {
    if !finite(root, None) {
        panic!("this type always contains itself, so no value of it ends; put an `Option` or a `Vec` in between");
    }
}

/// Whether there is a value that does not contain a type that it is inside of. A smallest value never does, so that this is
/// all there is to find out.
const fn finite(edge: Edge, outer: Option<&Inside<'_>>) -> bool {
    let mut next = outer;
    while let Some(inside) = next {
        if inside.id == edge.id() {
            return false;
        }
        next = inside.outer;
    }
    let here = Some(&Inside { id: edge.id(), outer });
    match edge.shape().kind {
        Kind::Same(inner, rules) => finite_with(inner, rules, here),
        Kind::Array(item, count) => count == 0 || finite(item, here),
        Kind::Object(object) | Kind::Tuple(object) => all(object.fields, here),
        Kind::Union(union) => {
            let mut cases = union.cases;
            while let [case, rest @ ..] = cases {
                match case.content {
                    Some(content) if !finite_with(content, case.rules, here) => {}
                    _ => return true,
                }
                cases = rest;
            }
            false
        }
        _ => true,
    }
}

/// A list can be empty, unless its rules say otherwise.
const fn finite_with(edge: Edge, rules: &Rules, outer: Option<&Inside<'_>>) -> bool {
    match edge.shape().kind {
        Kind::List(item) | Kind::Set(item) if matches!(rules.min_length, Some(1..)) => finite(item, outer),
        Kind::Map { value, .. } if matches!(rules.min_length, Some(1..)) => finite(value, outer),
        _ => finite(edge, outer),
    }
}

const fn all(mut fields: &[Field], outer: Option<&Inside<'_>>) -> bool {
    while let [field, rest @ ..] = fields {
        if !finite_with(field.shape, field.rules, outer) {
            return false;
        }
        fields = rest;
    }
    true
}

//! Which types can be flattened, found while the tables of those that flatten them are evaluated: what fails here is a compile
//! error at the field.
#![expect(
    clippy::panic,
    clippy::manual_assert,
    clippy::missing_panics_doc,
    reason = "a panic in const evaluation is how a compile error is reported here"
)]

use super::parts::{Part, content, of, rest};
use super::suits::suited;
use super::twice::none_twice;
use super::{Edge, Kind, Rules, Tagging, Union};

/// Gives back `edge`, if the properties of its type can stand among those of another: beside `own` keys and those of `others`, which
/// are flattened before it.
#[track_caller]
pub const fn flattened(edge: Edge, own: &[&str], others: &[Edge]) -> Edge {
    has_properties(edge);
    alone(edge, others);
    none_twice(edge, own, others);
    edge
}

#[track_caller]
const fn has_properties(edge: Edge) {
    match (edge.shape().kind, edge.plain().shape().kind) {
        (Kind::Nullable(_), _) => match of(edge) {
            Part::Optional(object) if matches!(rest(object), Part::Own) => {}
            _ => panic!(
                "an `Option` that is flattened holds a struct with named fields, none of which is a flattened map, enum or `Option`; remove `Option` or `flatten`"
            ),
        },
        (Kind::Object(_), _) | (_, Kind::Any) => {}
        (_, Kind::Map { key, .. }) => match key.plain().shape().kind {
            Kind::String | Kind::Enum(_) => {}
            _ => panic!("the keys of a flattened map are strings or an enum; make it a field of its own and remove `flatten`"),
        },
        (_, Kind::Union(union)) => variants(union),
        (_, Kind::Enum(_)) => {
            panic!("an enum without data has no properties to flatten; make it a field of its own and remove `flatten`")
        }
        _ => {
            panic!("`flatten` takes structs with named fields, maps and enums that carry data, and this type is none; remove it")
        }
    }
}

/// A schema holds one map, enum or `Option`.
#[track_caller]
const fn alone(edge: Edge, others: &[Edge]) {
    if takes_the_rest(edge) {
        let mut others = others;
        while let [other, tail @ ..] = others {
            if takes_the_rest(*other) {
                panic!(
                    "another map, enum or `Option` is flattened before this one, and a schema holds only one of them; make one of them a field of its own and remove its `flatten`"
                )
            }
            others = tail;
        }
    }
}

/// Gives back `rules`, if the type at `edge`, which is flattened, can have them.
#[track_caller]
pub const fn suited_flattened(edge: Edge, rules: &'static Rules) -> &'static Rules {
    if !matches!(of(edge), Part::Map { .. }) {
        panic!("of what is flattened only a map is a value of its own that can have rules; put them on the fields of this type")
    }
    suited(edge, rules)
}

/// Whether it is a map, an enum or an `Option`, or holds one that is flattened.
const fn takes_the_rest(edge: Edge) -> bool {
    match of(edge) {
        Part::Struct(object) => !matches!(rest(object), Part::Own),
        Part::Map { .. } | Part::Enum(_) | Part::Optional(_) => true,
        Part::Own => false,
    }
}

#[track_caller]
const fn variants(union: &Union) {
    let mut cases = union.cases;
    while let [case, tail @ ..] = cases {
        match content(union.tagging, case) {
            Part::Struct(object) if matches!(rest(object), Part::Enum(_) | Part::Optional(_)) => panic!(
                "a variant of this enum flattens another enum or an `Option`, and the two cannot be flattened together; make one of them a field of its own and remove its `flatten`"
            ),
            Part::Own | Part::Optional(_) if matches!(union.tagging, Tagging::Untagged) => panic!(
                "a variant of this untagged enum is no object, so that it cannot be flattened; give the enum a tag, or make it a field of its own"
            ),
            _ => {}
        }
        cases = tail;
    }
}

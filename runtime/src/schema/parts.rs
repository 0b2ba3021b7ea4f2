//! What stands in the place of a flattened field: the properties of a struct, those of one variant of an enum, or any keys at all.

use super::{Case, Edge, Field, Kind, Object, Tagging, Union, Variant};
use crate::schema::Absent;

/// What a field is in the object that it belongs to.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// A property.
    Own,
    /// All properties of a struct.
    Struct(&'static Object),
    /// All properties of a struct, or none of them.
    Optional(&'static Object),
    /// Those of one of the variants.
    Enum(&'static Union),
    /// All keys that the object does not know; only these, where they are the names of an enum.
    Map { names: &'static [Variant], value: Edge },
}

/// What an object with a flattened enum or `Option` is written for.
#[derive(Clone, Copy)]
pub(super) enum Chosen<'a> {
    /// There is no choice.
    Nothing,
    Case(Tagging, &'a Case),
    /// The properties of the `Option` are there.
    Present,
    Missing,
}

/// What `field` is.
pub(crate) const fn part(field: &Field) -> Part {
    if !matches!(field.absent, Absent::Flattened) {
        return Part::Own;
    }
    of(field.shape)
}

/// What a flattened field of the type is.
pub(super) const fn of(edge: Edge) -> Part {
    if let Kind::Nullable(inner) = edge.shape().kind {
        return match of(inner) {
            Part::Struct(object) => Part::Optional(object),
            _ => Part::Own,
        };
    }
    let edge = edge.plain();
    match edge.shape().kind {
        Kind::Object(object) => Part::Struct(object),
        Kind::Union(union) => Part::Enum(union),
        Kind::Map { key, value } => match key.plain().shape().kind {
            Kind::Enum(names) => Part::Map { names, value },
            _ => Part::Map { names: &[], value },
        },
        Kind::Any => Part::Map { names: &[], value: edge },
        _ => Part::Own,
    }
}

/// The map, enum or `Option` that is flattened in the object, or in a struct that is; [`Part::Own`] if there is none. There is at most one.
pub(crate) const fn rest(object: &Object) -> Part {
    let mut fields: &[Field] = if object.flattens { object.fields } else { &[] };
    while let [field, tail @ ..] = fields {
        match part(field) {
            Part::Own => {}
            Part::Struct(inner) => match rest(inner) {
                Part::Own => {}
                found => return found,
            },
            found => return found,
        }
        fields = tail;
    }
    Part::Own
}

/// Whether values of the object are of one of several sorts, for an enum or an `Option` that is flattened in it.
pub(crate) const fn is_distributed(object: &Object) -> bool {
    object.flattens && matches!(rest(object), Part::Enum(_) | Part::Optional(_))
}

/// What the content of a case adds to the object that its enum is flattened in; [`Part::Own`] for nothing, or a property.
pub(crate) const fn content(tagging: Tagging, case: &Case) -> Part {
    match (tagging, case.content) {
        (Tagging::Internal(_) | Tagging::Untagged, Some(content)) => of(content),
        _ => Part::Own,
    }
}

/// The flattened map of an object, or of the variant that is chosen.
pub(super) const fn map(object: &Object, chosen: Chosen<'_>) -> Part {
    let found = match (rest(object), chosen) {
        (Part::Enum(_), Chosen::Case(tagging, case)) => content(tagging, case),
        (found, _) => found,
    };
    match found {
        Part::Struct(inner) => rest(inner),
        found => found,
    }
}

//! What can be seen in the types of fields, as they are written.

use crate::errors::Errors;
use crate::input::Field;
use proc_macro2::Ident;
use syn::{DeriveInput, GenericArgument, PathArguments, Type};

/// `field: &'static str`: types that no text can be read into, whoever implements what for them.
pub(super) fn is_a_value(field: &Field<'_>, errors: &mut Errors) {
    if !field.skipped {
        check(field.ty, field.attrs.with.is_some(), errors);
    }
}

fn check(ty: &Type, by_serde: bool, errors: &mut Errors) {
    let instead = match plain(ty) {
        Type::Reference(reference) => match plain(&reference.elem) {
            Type::Path(path) if path.path.is_ident("str") => "a generated type owns its data; use `String`",
            Type::Slice(_) => "a generated type owns its data; use `Vec`",
            _ if by_serde => return,
            _ => "a generated type owns its data; remove the `&`",
        },
        _ if by_serde => return,
        Type::Slice(_) => "a slice is not a value of its own; use `Vec`",
        Type::Path(path) if path.path.is_ident("str") => "a `str` is not a value of its own; use `String`",
        Type::FnPtr(_) | Type::Ptr(_) | Type::TraitObject(_) | Type::Never(_) => NOTHING,
        Type::Path(_) => return within(ty, errors),
        _ => return,
    };
    errors.at(ty, instead);
}

const NOTHING: &str = "nothing can be read into this type; leave it out with `#[generate(skip)]`, or use another";

/// What is in a pointer, an `Option` or a list. Of other types it is not known what they do with their parameters.
fn within(ty: &Type, errors: &mut Errors) {
    let Some((name, inner)) = argument(ty) else { return };
    if LISTS.iter().any(|list| name == list) {
        check(inner, false, errors);
    } else if POINTERS.iter().any(|pointer| name == pointer) {
        // A slice and a `str` may be behind one.
        if matches!(plain(inner), Type::TraitObject(_)) || !is_unsized(inner) {
            check(inner, false, errors);
        }
    }
}

const LISTS: &[&str] = &["Option", "Vec", "VecDeque"];

const POINTERS: &[&str] = &["Box", "Rc", "Arc"];

/// The type without the invisible brackets that a `macro_rules!` macro puts around what it was given.
fn plain(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}

/// The last name of a type, and its first parameter.
fn argument(ty: &Type) -> Option<(&Ident, &Type)> {
    let Type::Path(path) = plain(ty) else { return None };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(inner) => Some((&last.ident, inner)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the type is this one, or a pointer to it, or an `Option`: what is received for these holds what is received for it. A
/// list's elements are on the heap.
pub(super) fn is_only(ty: &Type, ident: &Ident) -> bool {
    const AROUND: &[&str] = &["Option", "Cell", "RefCell", "Mutex", "RwLock", "Wrapping", "Saturating", "Reverse"];
    match argument(ty) {
        Some((name, inner)) if AROUND.iter().chain(POINTERS).any(|around| name == around) => is_only(inner, ident),
        _ => is_itself(ty, ident),
    }
}

/// Whether the compiler refuses the type as it is, and says what there is to do: since it contains itself with no pointer in between, or
/// something without a size. Whatever could be said or written here would be a second error.
pub(crate) fn is_refused_anyway(input: &DeriveInput) -> bool {
    let is_wrong = |field: &syn::Field| match argument(&field.ty) {
        Some((name, inner)) if LISTS.iter().any(|list| name == list) => {
            is_unsized(inner) || name == "Option" && is_itself(inner, &input.ident)
        }
        _ => is_itself(&field.ty, &input.ident) || matches!(plain(&field.ty), Type::ImplTrait(_)),
    };
    match &input.data {
        syn::Data::Struct(data) => {
            let is_sized = data.fields.iter().rev().skip(1).all(|field| !is_unsized(&field.ty));
            !is_sized || data.fields.iter().any(is_wrong)
        }
        syn::Data::Enum(data) => {
            let mut fields = data.variants.iter().flat_map(|variant| &variant.fields);
            fields.any(|field| is_unsized(&field.ty) || is_wrong(field))
        }
        syn::Data::Union(_) => false,
    }
}

/// Whether the whole type has no size, for its last field.
pub(crate) fn has_no_size(input: &DeriveInput) -> bool {
    match &input.data {
        syn::Data::Struct(data) => data.fields.iter().next_back().is_some_and(|field| is_unsized(&field.ty)),
        syn::Data::Enum(_) | syn::Data::Union(_) => false,
    }
}

fn is_unsized(ty: &Type) -> bool {
    match plain(ty) {
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.path.is_ident("str"),
        _ => false,
    }
}

/// Whether it is the type by its own name alone: one in another module may be called the same.
fn is_itself(ty: &Type, ident: &Ident) -> bool {
    match plain(ty) {
        Type::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => {
            path.path.segments.last().is_some_and(|last| last.ident == *ident) || path.path.is_ident("Self")
        }
        _ => false,
    }
}

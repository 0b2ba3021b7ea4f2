//! The rules of a field as data, and the checks that its type can have such rules.

use crate::attr::{self, Length, Number, Range};
use crate::input::Field;
use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

/// The field's `&'static Rules`.
pub(super) fn rules(field: &Field<'_>, private: &TokenStream) -> TokenStream {
    let attr::Field { range, length, .. } = &field.attrs;
    let range = range.as_ref().map(|range| bounds(range, private));
    let length = length.as_ref().map(|length| lengths(length, private));
    if range.is_none() && length.is_none() {
        return quote!(#private::Rules::NONE);
    }
    quote!(&#private::Rules { #range #length ..*#private::Rules::NONE })
}

fn bounds(range: &Range, private: &TokenStream) -> TokenStream {
    let bound = |number: &Number, exclusive: bool| {
        let Number { text, integer, float } = number;
        let float = Literal::f64_suffixed(float.abs());
        let float = if text.starts_with('-') { quote!(-#float) } else { quote!(#float) };
        let integer = match integer {
            Some(value) if *value < 0 => {
                let value = Literal::u128_unsuffixed(value.unsigned_abs());
                quote!(#private::Option::Some(-#value))
            }
            Some(value) => {
                let value = Literal::i128_unsuffixed(*value);
                quote!(#private::Option::Some(#value))
            }
            None => quote!(#private::Option::None),
        };
        quote!(#private::Option::Some(#private::Bound { text: #text, integer: #integer, number: #float, exclusive: #exclusive }))
    };
    let minimum = range.minimum.as_ref().map(|number| {
        let bound = bound(number, false);
        quote!(minimum: #bound,)
    });
    let maximum = range.maximum.as_ref().map(|number| {
        let bound = bound(number, range.exclusive);
        quote!(maximum: #bound,)
    });
    quote!(#minimum #maximum)
}

fn lengths(length: &Length, private: &TokenStream) -> TokenStream {
    let minimum = length.minimum.map(|least| quote!(min_length: #private::Option::Some(#least),));
    let maximum = length.maximum.map(|most| quote!(max_length: #private::Option::Some(#most),));
    quote!(#minimum #maximum)
}

/// Code that compiles only where the field's type can have its rules.
pub(super) fn applicable(field: &Field<'_>, private: &TokenStream) -> TokenStream {
    let ty = field.ty;
    let range = field.attrs.range.as_ref().map(|range| quote_spanned!(range.span=> #private::accepts_range::<#ty>();));
    let length = field.attrs.length.as_ref().map(|length| quote_spanned!(length.span=> #private::accepts_length::<#ty>();));
    quote!(#range #length)
}

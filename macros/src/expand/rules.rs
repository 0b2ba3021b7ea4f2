//! The rules of a field as data, with the checks that its type can have such rules.

use super::Code;
use crate::attr::{Choices, Length, Number, Range};
use crate::doc::{json_string, label};
use crate::input::Field;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// The field's `&'static Rules`; `None` where it has none.
pub(super) fn rules(code: &Code<'_>, field: &Field<'_>) -> Option<TokenStream> {
    let private = &code.private;
    let mut items = TokenStream::new();
    // Where the rule stands that the type may not be able to have.
    let mut place: Option<Span> = None;
    let attrs = &field.attrs;
    if let Some(range) = &attrs.range {
        items.extend(bounds(range, private));
        place = place.or(Some(range.span));
    }
    if let Some((span, step)) = &attrs.multiple_of {
        let step = bound(step, false, private);
        items.extend(quote!(multiple_of: #private::Option::Some(#step),));
        place = place.or(Some(*span));
    }
    if let Some(length) = &attrs.length {
        items.extend(lengths(length, private));
        place = place.or(Some(length.span));
    }
    if let Some((span, pattern)) = &attrs.pattern {
        let (source, expression, ollama) = (&pattern.source, &pattern.expression, &pattern.ollama);
        let json = json_string(expression);
        items.extend(quote! {
            pattern: #private::Option::Some(
                &#private::Pattern { source: #source, expression: #expression, json: #json, ollama: #ollama, matches: #private::matches }
            ),
        });
        place = place.or(Some(*span));
    }
    if let Some(format) = &attrs.format {
        items.extend(quote!(format: #private::Option::Some(&#private::format::#format),));
        place = place.or(Some(format.span()));
    }
    if let Some((span, choices)) = &attrs.one_of {
        items.extend(one_of(choices, private));
        place = place.or(Some(*span));
    }
    let bounds = default_lengths(code, field);
    if !items.is_empty() || bounds.is_some() {
        items.extend(quote!(keeps: #private::Option::Some(#private::keeps),));
    }
    let ty = field.ty;
    if let Some(span) = attrs.unique {
        items.extend(quote_spanned!(span=> unique: #private::Option::Some(<#ty as #private::Unique>::unique),));
    }
    for (name, check) in [("check", &attrs.check), ("warn", &attrs.warn)] {
        let Some(check) = check else { continue };
        let span = check.span();
        if field.serde.flatten() {
            place = place.or(Some(span));
        }
        let private = code.private_at(span);
        let name = Ident::new(name, span);
        items.extend(quote_spanned! {span=>
            #name: #private::Option::Some(|__value| #private::checked(__value, |__value: &#ty| #check(__value))),
        });
    }
    if items.is_empty() {
        return None;
    }
    let rules = quote!(#private::Rules { #items ..*#private::Rules::NONE });
    let rules = match bounds {
        Some((strings, lists)) => {
            let edge = code.edge(field);
            quote!(const { &#private::bounded(#edge, #rules, #strings, #lists) })
        }
        None => quote!(const { &#rules }),
    };
    Some(match place {
        Some(span) => {
            let edge = code.edge(field);
            let private = code.private_at(span);
            let suited = Ident::new(if field.serde.flatten() { "suited_flattened" } else { "suited" }, span);
            quote_spanned!(span=> const { #private::#suited(#edge, #rules) })
        }
        None => rules,
    })
}

/// The lengths that the type sets for strings and for lists, where the field says nothing that settles its own.
fn default_lengths(code: &Code<'_>, field: &Field<'_>) -> Option<(TokenStream, TokenStream)> {
    let attrs = &field.attrs;
    let is_settled = attrs.length.is_some()
        || attrs.pattern.is_some()
        || attrs.format.is_some()
        || attrs.one_of.is_some()
        || attrs.wire.is_some()
        || attrs.with.is_some()
        || field.serde.flatten();
    if is_settled || code.model.lengths.is_none() {
        return None;
    }
    let private = &code.private;
    let ends = |length: &Option<Length>| {
        let length = length.as_ref().map(|length| lengths(length, private));
        quote!(#private::Rules { #length ..*#private::Rules::NONE })
    };
    Some((ends(&code.model.lengths.strings), ends(&code.model.lengths.lists)))
}

fn bounds(range: &Range, private: &Ident) -> TokenStream {
    let minimum = range.minimum.as_ref().map(|end| {
        let bound = bound(&end.number, end.exclusive, private);
        quote!(minimum: #private::Option::Some(#bound),)
    });
    let maximum = range.maximum.as_ref().map(|end| {
        let bound = bound(&end.number, end.exclusive, private);
        quote!(maximum: #private::Option::Some(#bound),)
    });
    quote!(#minimum #maximum)
}

fn bound(number: &Number, exclusive: bool, private: &Ident) -> TokenStream {
    let Number { text, integer, float } = number;
    let magnitude = Literal::f64_suffixed(float.abs());
    let float = if *float < 0.0 { quote!(-#magnitude) } else { quote!(#magnitude) };
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
    quote!(#private::Bound { text: #text, integer: #integer, number: #float, exclusive: #exclusive })
}

fn lengths(length: &Length, private: &Ident) -> TokenStream {
    let minimum = length.minimum.map(|least| quote!(min_length: #private::Option::Some(#least),));
    let maximum = length.maximum.map(|most| quote!(max_length: #private::Option::Some(#most),));
    quote!(#minimum #maximum)
}

fn one_of(choices: &Choices, private: &Ident) -> TokenStream {
    match choices {
        Choices::Strings(strings) => {
            let labels = strings.iter().map(|text| match text.as_str() {
                "" => quote!(#private::Label::NONE),
                text => label(private, text),
            });
            quote!(one_of: &[#(#labels),*],)
        }
        Choices::Numbers(numbers) => {
            let bounds = numbers.iter().map(|number| bound(number, false, private));
            quote!(one_of_numbers: &[#(#bounds),*],)
        }
    }
}

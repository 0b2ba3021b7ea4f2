//! The derive of `formwork`: reads a type into a model ([`input`], [`attr`]), checks it ([`check`]), and writes the
//! implementation ([`expand`]). Use it through the `formwork` crate, where its attributes are documented.

mod attr;
mod bound;
mod check;
mod doc;
mod errors;
mod expand;
mod fallback;
mod input;
mod pattern;

use proc_macro::TokenStream;

/// Implements `formwork::Generate`.
#[proc_macro_derive(Generate, attributes(generate, serde))]
pub fn derive_generate(tokens: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(tokens as syn::DeriveInput);
    if check::is_refused_anyway(&input) {
        return fallback::fallback(&input, None).into();
    }
    derive(&input).unwrap_or_else(|error| fallback::fallback(&input, Some(&error))).into()
}

fn derive(input: &syn::DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let prepared = input::prepare(input)?;
    let container = input::parse(&prepared)?;
    let model = input::Model::of(&container)?;
    check::check(&model)?;
    Ok(expand::expand(&model))
}

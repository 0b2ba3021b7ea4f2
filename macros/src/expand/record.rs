//! Structs and struct-like variants: the struct of partial fields, and its dispatch for the shared loop.

use super::{Code, known};
use crate::bound;
use crate::input::Field;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Member, Visibility};

/// A type of partial fields to be written.
pub(super) struct Record<'a> {
    /// Its name.
    pub(super) partial: Ident,
    /// What it is the partial value of, for its docs.
    pub(super) whole: String,
    /// The struct, or a tuple of the fields of a variant.
    pub(super) value: Value,
    /// The name of the static in which its layout is, where it is in one.
    pub(super) layout: Ident,
    /// Where the table of its fields is otherwise.
    pub(super) table: TokenStream,
    pub(super) fields: &'a [Field<'a>],
    /// The visibility of its fields, where they have none of their own.
    pub(super) visibility: Option<&'a Visibility>,
}

/// What the fields are put into.
pub(super) enum Value {
    /// The type itself.
    Struct(TokenStream),
    /// A tuple: where the fields of a variant lie cannot be said of its enum.
    Tuple,
}

pub(super) fn expand(code: &Code<'_>, fields: &[Field<'_>]) -> TokenStream {
    let private = &code.private;
    let ident = code.model.ident;
    let partial = code.partial();
    let (_, type_generics, _) = code.generics.split_for_impl();
    let record = Record {
        partial: partial.clone(),
        whole: ident.to_string(),
        value: Value::Struct(quote!(#ident #type_generics)),
        layout: Ident::new("__LAYOUT", Span::call_site()),
        table: quote!(#private::object_of::<#ident #type_generics>()),
        fields,
        visibility: None,
    };
    let structure = record.structure(code);
    let implementations = record.implementations(code);
    let generate = code.generate(&quote!(#partial #type_generics), &record.kind(code));
    let implementations = quote! {
        #generate
        #implementations
    };
    code.whole(&structure, &implementations)
}

impl Code<'_> {
    pub(super) fn is_generic(&self) -> bool {
        !self.model.generics.params.is_empty()
    }
}

impl Record<'_> {
    fn present(&self) -> impl Iterator<Item = &Field<'_>> {
        self.fields.iter().filter(|field| !field.skipped)
    }

    fn is_tuple(&self) -> bool {
        self.fields.iter().any(|field| field.tokens.ident.is_none())
    }

    /// Whether the struct needs a mark of the type's parameters, since no slot has one of them.
    fn is_marked(&self, code: &Code<'_>) -> bool {
        if self.visibility.is_some() {
            return code.is_generic();
        }
        let is_used = |ident: &Ident| self.present().any(|field| bound::mentions(field.ty.to_token_stream(), ident));
        code.model.generics.type_params().any(|parameter| !is_used(&parameter.ident))
    }

    /// The struct of partial fields, as visible as the type and its fields.
    pub(super) fn structure(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let model = code.model;
        let (_, type_generics, where_clause) = code.generics.split_for_impl();
        let (impl_generics, ..) = code.generics.split_for_impl();
        let (partial, whole, visibility, ident) = (&self.partial, &self.whole, model.visibility, model.ident);
        let docs = format!("A [`{whole}`] while it is being received.");
        let is_tuple = self.is_tuple();
        let members = self.present().map(|field| {
            let visibility = self.visibility.unwrap_or(field.visibility);
            let slot = code.slot(field);
            let name = field.tokens.ident.as_ref().map(|name| quote!(#name:));
            let docs = match &field.tokens.ident {
                Some(name) => format!("See `{whole}::{name}`."),
                None => "The element so far.".to_owned(),
            };
            // Of what nobody else sees nobody reads the docs.
            let docs = (!matches!(model.visibility, Visibility::Inherited)).then(|| quote!(#[doc = #docs]));
            quote!(#docs #visibility #name #slot,)
        });
        let marked = self.is_marked(code);
        let mark = quote!(#private::PhantomData<fn() -> #ident #type_generics>);
        let body = if is_tuple {
            let mark = marked.then(|| quote!(#mark,));
            quote!((#(#members)* #private::State, #mark) #where_clause;)
        } else {
            let mark = marked.then(|| quote!(__mark: #mark,));
            quote!(#where_clause { #(#members)* __state: #private::State, #mark })
        };
        quote! {
            #[doc = #docs]
            #[automatically_derived]
            #[allow(non_camel_case_types, non_snake_case)]
            #[repr(C)]
            #visibility struct #partial #impl_generics #body
        }
    }

    /// The `Kind` of the object or tuple.
    pub(super) fn kind(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let sort = Ident::new(if self.is_tuple() { "Tuple" } else { "Object" }, Span::call_site());
        if code.is_generic() {
            let object = self.object(code);
            return quote!(#private::Kind::#sort(&#object));
        }
        let layout = &self.layout;
        quote!(#private::Kind::#sort(&#layout.object))
    }

    /// The table of the fields.
    fn object(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let deny_unknown = code.model.deny_unknown;
        let flattens = self.fields.iter().any(|field| field.serde.flatten());
        let rows = self
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.skipped)
            .map(|(index, field)| code.row(field, &self.offset(code, index, field)));
        let rows: Vec<_> = rows.collect();
        let rows = if rows.is_empty() { quote!(&[]) } else { quote!(const { &#private::placed([#(#rows),*]) }) };
        quote!(#private::Object { fields: #rows, deny_unknown: #deny_unknown, flattens: #flattens })
    }

    pub(super) fn implementations(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
        let partial = &self.partial;
        let value = self.value();
        let (before, layout) = self.layout_of(code);
        let types = self.types(code);
        let known = known::expand(code, partial);
        quote! {
            #before
            #types

            #[automatically_derived]
            impl #impl_generics #private::Debug for #partial #type_generics #where_clause {
                fn fmt(&self, __formatter: &mut #private::Formatter<'_>) -> #private::FormatResult {
                    #private::debug(self, __formatter)
                }
            }

            // SAFETY: the partial value was written beside this, and the types of the value's fields are those of `__types`.
            #[automatically_derived]
            unsafe impl #impl_generics #private::Record for #partial #type_generics #where_clause {
                type Value = #value;
                const LAYOUT: &'static #private::Layout = #layout;
            }

            #known
        }
    }

    /// The type of the value.
    fn value(&self) -> TokenStream {
        match &self.value {
            Value::Struct(value) => value.clone(),
            Value::Tuple => {
                let types = self.fields.iter().map(|field| field.ty);
                quote!((#(#types,)*))
            }
        }
    }

    /// The offset of a field in the value.
    fn offset(&self, code: &Code<'_>, index: usize, field: &Field<'_>) -> TokenStream {
        let (private, value) = (&code.private, self.value());
        let member = match self.value {
            Value::Struct(_) => field.member.clone(),
            Value::Tuple => Member::from(index),
        };
        quote!(#private::offset_of!(#value, #member))
    }

    /// Where the fields lie: what must stand before it, and a reference to it.
    fn layout_of(&self, code: &Code<'_>) -> (Option<TokenStream>, TokenStream) {
        let private = &code.private;
        let (name, table) = (self.partial.to_string(), &self.table);
        let defaults = self.present().enumerate().filter_map(|(index, field)| {
            let default = code.field_default(field)?;
            Some(quote!((#index, #default)))
        });
        let skipped = self.fields.iter().enumerate().filter(|(_, field)| field.skipped).map(|(index, field)| {
            let (offset, default) = (self.offset(code, index, field), code.field_default(field));
            quote!((#offset, #default))
        });
        let (defaults, skipped): (Vec<_>, Vec<_>) = (defaults.collect(), skipped.collect());
        if code.is_generic() {
            let layout = quote! {
                #private::Layout {
                    name: #name,
                    object: *#table,
                    defaults: &[#(#defaults),*],
                    skipped: &[#(#skipped),*],
                    state: #private::place_of_state(#table.fields),
                }
            };
            return (None, quote!(&#layout));
        }
        let (place, object) = (&self.layout, self.object(code));
        // Most structs have none; others have them in statics of their own.
        let kept = |name: &str, rows: &[TokenStream]| {
            let (place, count) = (format_ident!("{place}_{name}"), rows.len());
            let kept =
                (count > 0).then(|| quote!(static #place: [(#private::usize, #private::FieldDefault); #count] = [#(#rows),*];));
            (kept, if count > 0 { quote!(&#place) } else { quote!(&[]) })
        };
        let (kept_defaults, defaults) = kept("DEFAULTS", &defaults);
        let (kept_skipped, skipped) = kept("SKIPPED", &skipped);
        let before = quote! {
            #kept_defaults
            #kept_skipped
            static #place: #private::Layout = #private::Layout::new(#name, #object, #defaults, #skipped);
        };
        (Some(before), quote!(&#place))
    }

    /// A function that nobody calls, and that compiles if the fields have the types that were read by the derive: another macro
    /// could have changed them since.
    fn types(&self, code: &Code<'_>) -> Option<TokenStream> {
        let Value::Struct(value) = &self.value else {
            return None;
        };
        let (impl_generics, _, where_clause) = code.generics.split_for_impl();
        let fields = self.fields.iter().map(|field| {
            let (ty, member) = (field.ty, &field.member);
            // A reference may be coerced, a raw pointer is not; but only a reference is refused in a packed struct.
            quote! {
                let _ = &__value.#member;
                let _: *const #ty = &raw const __value.#member;
            }
        });
        Some(quote!(fn __types #impl_generics (__value: &#value) #where_clause { #(#fields)* }))
    }
}

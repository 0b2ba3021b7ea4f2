//! Structs and struct-like variants: the struct of partial fields, and its dispatch for the shared loop.

use super::Code;
use crate::input::Field;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::{Member, Visibility};

/// A type of partial fields to be written.
pub(super) struct Record<'a> {
    /// Its name.
    pub(super) partial: Ident,
    /// What it is the partial value of, for its docs.
    pub(super) whole: String,
    /// The struct, or a tuple of the fields of a variant.
    pub(super) value: Value,
    /// The expression for its table.
    pub(super) table: TokenStream,
    /// The name of the static in which its layout is.
    pub(super) layout: Ident,
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
        table: if code.is_generic() { quote!(#private::object_of::<#ident #type_generics>()) } else { quote!(&__OBJECT) },
        fields,
        visibility: None,
    };
    let structure = record.structure(&code.outside());
    let implementations = record.implementations(code);
    let (sort, object) = code.object(fields);
    // In a `static` of its own the table is at hand without a function to get at it.
    let (table, kind) = if code.is_generic() {
        (TokenStream::new(), quote!(#private::Kind::#sort(&#object)))
    } else {
        (quote!(static __OBJECT: #private::Object = #object;), quote!(#private::Kind::#sort(&__OBJECT)))
    };
    let generate = code.generate(&quote!(#partial #type_generics), &kind);
    let implementations = code.inside(&quote! {
        #table
        #generate
        #implementations
    });
    quote! {
        #structure

        #implementations
    }
}

impl Code<'_> {
    pub(super) fn is_generic(&self) -> bool {
        !self.model.generics.params.is_empty()
    }

    /// The `Kind` of an object or tuple of these fields.
    pub(super) fn kind(&self, fields: &[Field<'_>]) -> TokenStream {
        let private = &self.private;
        let (sort, object) = self.object(fields);
        quote!(#private::Kind::#sort(&#object))
    }

    /// The variant of `Kind`, and the table.
    fn object(&self, fields: &[Field<'_>]) -> (Ident, TokenStream) {
        let private = &self.private;
        let is_tuple = fields.iter().any(|field| field.tokens.ident.is_none());
        let sort = Ident::new(if is_tuple { "Tuple" } else { "Object" }, Span::call_site());
        let deny_unknown = self.model.deny_unknown;
        let flattens = fields.iter().any(|field| field.serde.flatten());
        let rows = fields.iter().filter(|field| !field.skipped).map(|field| self.row(field));
        let object = quote! {
            #private::Object { fields: const { &[#(#rows),*] }, deny_unknown: #deny_unknown, flattens: #flattens }
        };
        (sort, object)
    }
}

impl Record<'_> {
    fn present(&self) -> impl Iterator<Item = &Field<'_>> {
        self.fields.iter().filter(|field| !field.skipped)
    }

    fn is_tuple(&self) -> bool {
        self.fields.iter().any(|field| field.tokens.ident.is_none())
    }

    /// The fields that are not the user's: the state, and a mark of the type's parameters.
    fn own(&self, code: &Code<'_>) -> (TokenStream, TokenStream, bool) {
        let marked = self.visibility.is_some() && !code.model.generics.params.is_empty();
        if self.is_tuple() {
            let count = self.present().count();
            let (state, mark) = (Literal::usize_unsuffixed(count), Literal::usize_unsuffixed(count + 1));
            (quote!(#state), quote!(#mark), marked)
        } else {
            (quote!(__state), quote!(__mark), marked)
        }
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
        let (_, _, marked) = self.own(code);
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
            #visibility struct #partial #impl_generics #body
        }
    }

    pub(super) fn implementations(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let (impl_generics, type_generics, where_clause) = code.generics.split_for_impl();
        let partial = &self.partial;
        let (value, place) = (self.value(), &self.layout);
        let layout = self.layout_of(code);
        // In a `static` of its own it is there once.
        let (before, layout) = if code.is_generic() {
            (None, quote!(&#layout))
        } else {
            (Some(quote!(static #place: #private::Layout = #layout;)), quote!(&#place))
        };
        let types = self.types(code);
        quote! {
            #before
            #types

            #[automatically_derived]
            impl #impl_generics #private::Default for #partial #type_generics #where_clause {
                fn default() -> Self {
                    #private::empty()
                }
            }

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

    /// The field of the value.
    fn member(&self, index: usize, field: &Field<'_>) -> Member {
        match self.value {
            Value::Struct(_) => field.member.clone(),
            Value::Tuple => Member::from(index),
        }
    }

    /// Where the fields lie.
    fn layout_of(&self, code: &Code<'_>) -> TokenStream {
        let private = &code.private;
        let (_, type_generics, _) = code.generics.split_for_impl();
        let (partial, value, object) = (&self.partial, self.value(), &self.table);
        let name = partial.to_string();
        let offset = |index, field| {
            let member = self.member(index, field);
            quote!(#private::offset_of!(#value, #member))
        };
        let columns = self.fields.iter().enumerate().filter(|(_, field)| !field.skipped).map(|(index, field)| {
            let (slot, offset) = (&field.slot, offset(index, field));
            let table = code.slot_table(field);
            let default = code.field_default(field);
            let default =
                default.map_or_else(|| quote!(#private::Option::None), |default| quote!(#private::Option::Some(#default)));
            quote! {
                #private::Column {
                    slot: #private::offset_of!(#partial #type_generics, #slot), value: #offset, table: #table, default: #default
                }
            }
        });
        let defaults = self.fields.iter().enumerate().filter(|(_, field)| field.skipped).map(|(index, field)| {
            let (offset, default) = (offset(index, field), code.field_default(field));
            quote!((#offset, #default))
        });
        let (state, ..) = self.own(code);
        quote! {
            #private::Layout {
                name: #name,
                object: #object,
                columns: &[#(#columns),*],
                defaults: &[#(#defaults),*],
                state: #private::offset_of!(#partial #type_generics, #state),
            }
        }
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
            quote!(let _: &#ty = &__value.#member;)
        });
        Some(quote!(fn __types #impl_generics (__value: &#value) #where_clause { #(#fields)* }))
    }
}

//! Fields that serde reads: `with = "serde"`.

use crate::json::{Partial, Receive};

/// A type that serde reads.
#[cfg_attr(
    feature = "serde_json",
    diagnostic::on_unimplemented(
        message = "`{Self}` cannot be read by serde",
        label = "this type does not implement `serde::Deserialize`, or borrows",
        note = "add `#[derive(serde::Deserialize)]` to your own types in `{Self}`, or remove `with = \"serde\"`"
    )
)]
#[cfg_attr(
    not(feature = "serde_json"),
    diagnostic::on_unimplemented(
        message = "`with = \"serde\"` needs the feature `serde_json` of formwork",
        label = "serde cannot be asked for this type without it",
        note = "add `features = [\"serde_json\"]` to `formwork` in `Cargo.toml`"
    )
)]
pub trait BySerde: Sized + 'static {
    /// The slot for it.
    type Slot: Partial<Value = Deserialized<Self>>;
}

/// A value that serde reads.
#[derive(Debug)]
pub struct Deserialized<T>(pub T);

/// The field of a type that is received as it is for `with`.
#[derive(Debug)]
pub struct With;

impl<T> Receive<Deserialized<T>> for With {
    type Field = T;

    fn receive(received: Deserialized<T>) -> T {
        received.0
    }
}

#[cfg(feature = "serde_json")]
mod implementations {
    use super::{BySerde, Deserialized};
    use crate::__private::made::Nowhere;
    use crate::json::{Captured, Whole};
    use core::marker::PhantomData;
    use serde::de::DeserializeOwned;

    impl<T: DeserializeOwned + 'static> BySerde for T {
        type Slot = Captured<Deserialized<T>>;
    }

    // With a second implementation the compiler has no slot for a type that serde does not read, and nothing more to say of it.
    impl<T: 'static> BySerde for T
    where
        PhantomData<T>: Nowhere,
    {
        type Slot = crate::__private::Never<Deserialized<T>, false>;
    }

    impl<T: DeserializeOwned + 'static> Whole for Deserialized<T> {
        fn read(text: &str) -> Result<Self, String> {
            crate::json::deserialize(text).map(Self)
        }
    }
}

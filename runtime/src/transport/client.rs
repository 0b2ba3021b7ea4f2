//! What every client has: how it is made, for which model it is, how it prints.

/// Gives a client its constructors. It has the fields `server`, `model` and `defaults`, and those that begin anew with each model.
macro_rules! client {
    (
        $client:ident { $($fresh:ident),* }, $server:ty, $http:ty, $defaults:ty;
        $(#[$new:meta])* new;
        $(#[$at:meta])* at;
    ) => {
        impl $client {
            $(#[$new])*
            pub fn new(model: impl Into<String>) -> Self {
                let builder = Self::builder(model);
                let model = builder.model.clone();
                // There is nobody to tell, so that the first call says it.
                builder.build().unwrap_or_else(|error| {
                    let server = std::sync::Arc::new(<$server>::unusable(&error));
                    Self { server, model: model.into(), defaults: Default::default(), $($fresh: Default::default(),)* }
                })
            }

            $(#[$at])*
            ///
            /// # Errors
            /// Of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), when the address is none.
            pub fn at(url: impl Into<String>, model: impl Into<String>) -> Result<Self, crate::Error> {
                Self::builder(model).url(url).build()
            }

            /// Sets more than a model's name before the first call.
            pub fn builder(model: impl Into<String>) -> crate::protocol::Builder<$http, $defaults> {
                crate::protocol::Builder::new(model)
            }

            /// Another model on the same server, over the same connections and with the same default options.
            pub fn with_model(&self, model: impl Into<std::sync::Arc<str>>) -> Self {
                Self { model: model.into(), $($fresh: Default::default(),)* ..self.clone() }
            }

            /// The model's name.
            pub fn model(&self) -> &str {
                &self.model
            }
        }

        impl crate::protocol::Builder<$http, $defaults> {
            /// Makes the client; nothing is sent yet.
            ///
            /// # Errors
            /// Of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest): for an address or a header that cannot be used, and for
            /// `https` without a TLS feature.
            pub fn build(mut self) -> Result<$client, crate::Error> {
                let route = self.route()?;
                let server = <$server>::connect(route, self.client)?.into();
                let (model, defaults) = (self.model.into(), self.defaults.into());
                Ok($client { server, model, defaults, $($fresh: Default::default(),)* })
            }
        }

        impl std::fmt::Debug for $client {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter
                    .debug_struct(stringify!($client))
                    .field("model", &self.model)
                    .field("server", &self.server.name())
                    .finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use client;

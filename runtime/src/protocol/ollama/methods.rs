//! The calls about models, written once for both drivers: only `async` and `.await` differ.

/// Gives a driver its calls about models. It has `follow`, which begins a stream of steps.
macro_rules! methods {
    ($ollama:ty, $steps:ty, [$($async:tt)?], [$($await:tt)*]) => {
        /// Models, embeddings and the server itself.
        impl $ollama {
            /// Lists the models that the server has (`GET /api/tags`).
            ///
            /// # Errors
            /// When the server cannot be reached, or fails.
            pub $($async)? fn list(&self) -> Result<Vec<Installed>, Error> {
                Ok(self.server.answer(Ok(manage::list()))$($await)*?.models)
            }

            /// Lists the models that are in memory (`GET /api/ps`).
            ///
            /// # Errors
            /// When the server cannot be reached, or fails.
            pub $($async)? fn running(&self) -> Result<Vec<Running>, Error> {
                Ok(self.server.answer(Ok(manage::running()))$($await)*?.models)
            }

            /// The server's version, such as `0.33.0` (`GET /api/version`).
            ///
            /// # Errors
            /// When the server cannot be reached, or fails.
            pub $($async)? fn version(&self) -> Result<String, Error> {
                Ok(self.server.answer(Ok(manage::version()))$($await)*?.version)
            }

            /// All about this model: what it can do, its context length, its template (`POST /api/show`).
            ///
            /// What it can do is kept: from then on a call that needs more is refused before it is sent.
            ///
            /// # Errors
            /// Of kind [`ModelNotFound`](ErrorKind::ModelNotFound), when the server does not have the model.
            pub $($async)? fn show(&self) -> Result<Shown, Error> {
                let shown = self.server.answer(manage::show(&self.model))$($await)*?;
                self.known.learn(&shown);
                Ok(shown)
            }

            /// Fetches this model from its registry (`POST /api/pull`); nothing is sent before the first step is waited for.
            pub fn pull(&self) -> $steps {
                self.follow(manage::pull(&self.model, false))
            }

            /// Fetches this model from a registry without TLS, which its name must give: `http://host:port/library/name`.
            pub fn pull_insecure(&self) -> $steps {
                self.follow(manage::pull(&self.model, true))
            }

            /// Sends this model to its registry (`POST /api/push`).
            pub fn push(&self) -> $steps {
                self.follow(manage::push(&self.model, false))
            }

            /// Sends this model to a registry without TLS.
            pub fn push_insecure(&self) -> $steps {
                self.follow(manage::push(&self.model, true))
            }

            /// Makes a new model of this name (`POST /api/create`).
            pub fn create(&self, create: &Create) -> $steps {
                self.follow(manage::create(&self.model, create))
            }

            /// Gives this model a second name (`POST /api/copy`).
            ///
            /// # Errors
            /// Of kind [`ModelNotFound`](ErrorKind::ModelNotFound), when the server does not have the model.
            pub $($async)? fn copy(&self, destination: &str) -> Result<(), Error> {
                self.server.answer(manage::copy(&self.model, destination))$($await)*
            }

            /// Removes this model from the server (`DELETE /api/delete`).
            ///
            /// # Errors
            /// Of kind [`ModelNotFound`](ErrorKind::ModelNotFound), when the server does not have the model.
            pub $($async)? fn delete(&self) -> Result<(), Error> {
                self.server.answer(manage::delete(&self.model))$($await)*
            }

            /// Whether the server has the blob of this digest, `sha256:` and hexadecimal (`HEAD /api/blobs/:digest`).
            ///
            /// # Errors
            /// When the digest is none, the server cannot be reached, or fails.
            pub $($async)? fn has_blob(&self, digest: &str) -> Result<bool, Error> {
                self.server.answer(manage::blob_exists(digest))$($await)*
            }

            /// Sends a blob, for [`create`](Self::create) (`POST /api/blobs/:digest`); one that is there is not sent again.
            ///
            /// # Errors
            /// When the bytes have another digest, the file cannot be read, the server cannot be reached, or fails.
            pub $($async)? fn upload(&self, digest: &str, blob: impl Into<Blob>) -> Result<(), Error> {
                let (bytes, file) = blob.into().into_parts();
                // The server answers without reading the body when it has the blob, and the upload would see a broken connection.
                if self.has_blob(digest)$($await)*? {
                    return Ok(());
                }
                self.server.answer(manage::upload(digest, bytes, file))$($await)*
            }

            /// Turns texts into vectors, one for each (`POST /api/embed`).
            ///
            /// # Errors
            /// Of kind [`Unsupported`](ErrorKind::Unsupported), for a model without embeddings, and
            /// [`ContextOverflow`](ErrorKind::ContextOverflow), for a text that is too long and not to be truncated.
            pub $($async)? fn embed(&self, texts: impl Into<Embed>) -> Result<Embeddings, Error> {
                let texts = texts.into();
                let embeddings = self.server.answer(manage::embed(&self.model, &texts, &self.defaults))$($await)*?;
                texts.matched(embeddings)
            }

            /// Loads this model into memory, with the default options of this client.
            ///
            /// # Errors
            /// Of kind [`ModelNotFound`](ErrorKind::ModelNotFound), when the server does not have the model.
            pub $($async)? fn load(&self) -> Result<(), Error> {
                match self.server.answer(manage::load(&self.model, &self.defaults))$($await)* {
                    // An embedding model is loaded by the call that it knows. (Recorded: generate_on_embed_model.)
                    Err(error) if error.kind() == ErrorKind::Unsupported => {
                        self.server.answer(manage::embed(&self.model, &Embed::from([""; 0]), &self.defaults))$($await)*.map(drop)
                    }
                    loaded => loaded.map(drop),
                }
            }

            /// Drops this model from memory.
            ///
            /// # Errors
            /// Of kind [`ModelNotFound`](ErrorKind::ModelNotFound), when the server does not have the model.
            pub $($async)? fn unload(&self) -> Result<(), Error> {
                self.server.answer(manage::unload(&self.model))$($await)*.map(drop)
            }

            /// Makes sure that this model can be asked: fetches it if it is missing, checks that it can do what is needed, loads it.
            ///
            /// `progress` sees the steps of fetching.
            ///
            /// # Errors
            /// Of kind [`Unsupported`](ErrorKind::Unsupported), when the model lacks one of `needs`, and whatever kept it from being
            /// fetched or loaded.
            pub $($async)? fn ready(
                &self,
                needs: &[Capability],
                mut progress: impl FnMut(&Progress) + Send,
            ) -> Result<Ready, Error> {
                let mut pulled = false;
                let shown = match self.show()$($await)* {
                    Err(error) if error.kind() == ErrorKind::ModelNotFound => {
                        let mut steps = self.pull();
                        while let Some(step) = steps.next()$($await)* {
                            progress(&step?);
                        }
                        pulled = true;
                        self.show()$($await)*?
                    }
                    shown => shown?,
                };
                check(&self.model, &shown, needs)?;
                self.load()$($await)*?;
                let running = self.running()$($await)*?;
                Ok(Ready::new(&self.model, pulled, shown, &running))
            }
        }
    };
}
pub(crate) use methods;

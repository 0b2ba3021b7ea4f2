//! Every recorded call about models and the server itself, through both drivers.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::ollama::Capability;
use formwork::testing::Server;
use formwork::{ErrorKind, Image, Message, Model, Ollama, Request, Role, Think, blocking};
use formwork_tests::both::{line, same};
use formwork_tests::{both, run, transcripts};
use serde_json::Value;

#[test]
fn models_are_listed() {
    let (models, sent) = both!("", ["tags"], |client| client.list().await, client.list());
    same(&sent[0], "tags");
    let models = models.unwrap();
    let thinking = models.iter().find(|model| model.name == "smollm2-think:135m").unwrap();
    assert_eq!(thinking.capabilities, [Capability::Completion, Capability::Thinking]);
    assert_eq!((thinking.size, thinking.details.context_length), (98_363_048, Some(8192)));
    let (models, _) = both!("", ["pull_registry_tags_after"], |client| client.list().await, client.list());
    assert!(models.unwrap().iter().any(|model| model.name.ends_with("library/good:latest")));
}

#[test]
fn models_in_memory_are_listed() {
    for (name, count) in [("ps_loaded", 1), ("ps_forever", 1), ("ps_10m", 1), ("ps_empty", 0), ("ps_after_keep_alive_0", 0)] {
        let (running, sent) = both!("", [name], |client| client.running().await, client.running());
        same(&sent[0], name);
        let running = running.unwrap();
        assert_eq!(running.len(), count);
        assert!(running.iter().all(|model| model.context_length == Some(2048)));
    }
}

#[test]
fn a_model_is_shown() {
    for name in ["show", "show_native"] {
        let model = transcripts::named(name);
        let model = serde_json::from_slice::<Value>(&model.request).unwrap()["model"].as_str().unwrap().to_owned();
        let (shown, sent) = both!(model.clone(), [name], |client| client.show().await, client.show());
        same(&sent[0], name);
        let shown = shown.unwrap();
        assert!(shown.can(&Capability::Completion) && !shown.can(&Capability::Vision));
        assert_eq!((shown.context_length(), shown.embedding_length()), (Some(8192), Some(576)));
    }
    let (missing, _) = both!("nosuch:1b", ["show_unknown"], |client| client.show().await, client.show());
    let missing = missing.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::ModelNotFound);
    assert!(missing.to_string().contains("`ollama pull nosuch:1b`"), "{missing}");
    let (empty, _) = both!("", ["show_empty"], |client| client.show().await, client.show());
    assert_eq!(empty.unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn the_server_says_its_version() {
    let (version, sent) = both!("", ["version"], |client| client.version().await, client.version());
    same(&sent[0], "version");
    assert_eq!(version.unwrap(), "0.33.0-rc2+fb30760");
    let (refused, _) = both!("", ["cors_bad_origin"], |client| client.version().await, client.version());
    let refused = refused.unwrap_err();
    assert_eq!((refused.kind(), refused.status()), (ErrorKind::Status, Some(403)));
    let (lost, _) = both!("", ["double_slash"], |client| client.version().await, client.version());
    assert!(lost.unwrap_err().to_string().contains("/api/version (307)"));
    let (lost, _) = both!("", ["method_not_allowed_post_tags"], |client| client.list().await, client.list());
    assert_eq!(lost.unwrap_err().status(), Some(405));
}

#[test]
fn models_are_copied_and_deleted() {
    let (copied, sent) = both!("copy1", ["copy"], |client| client.copy("copy2").await, client.copy("copy2"));
    copied.unwrap();
    same(&sent[0], "copy");
    let (deleted, sent) = both!("copy2", ["delete"], |client| client.delete().await, client.delete());
    deleted.unwrap();
    same(&sent[0], "delete");
    let (missing, _) = both!("nosuch:1b", ["show_unknown"], |client| client.delete().await, client.delete());
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::ModelNotFound);
}

#[test]
fn a_model_is_made_ready() {
    let model = "smollm2:135m";
    let (ready, sent) = both!(
        model,
        ["show", "generate_load_cold", "ps_loaded"],
        |client| client.ready(&[Capability::Completion], |_| ()).await,
        client.ready(&[Capability::Completion], |_| ())
    );
    let ready = ready.unwrap();
    assert_eq!((ready.pulled, ready.context_length), (false, Some(2048)));
    same(&sent[1], "generate_load_cold");
    // One that is missing is fetched first.
    let (ready, sent) = both!(
        model,
        ["show_unknown", "pull_registry_again_stream", "show", "generate_load_cold", "ps_loaded"],
        |client| {
            let mut count = 0;
            client.ready(&[], |_| count += 1).await.map(|ready| (ready, count))
        },
        {
            let mut count = 0;
            client.ready(&[], |_| count += 1).map(|ready| (ready, count))
        }
    );
    let (ready, steps) = ready.unwrap();
    assert!(ready.pulled && steps == 9);
    assert_eq!(line(&sent[1]), "POST /api/pull");
    // One that cannot do it is not even loaded.
    let (blind, _) = both!(
        model,
        ["show"],
        |client| client.ready(&[Capability::Vision], |_| ()).await,
        client.ready(&[Capability::Vision], |_| ())
    );
    let blind = blind.unwrap_err();
    assert_eq!(blind.kind(), ErrorKind::Unsupported);
    assert_eq!(blind.to_string(), "`smollm2:135m` has no `vision`, only completion; take a model that has it");
}

#[test]
fn models_are_loaded_and_dropped() {
    let (loaded, sent) = both!("smollm2:135m", ["generate_load_cold"], |client| client.load().await, client.load());
    loaded.unwrap();
    same(&sent[0], "generate_load_cold");
    let (dropped, sent) = both!("smollm2:135m", ["generate_unload_nonstream"], |client| client.unload().await, client.unload());
    dropped.unwrap();
    same(&sent[0], "generate_unload_nonstream");
    let embed = "smollm2-embed:135m";
    let recorded = ["generate_on_embed_model", "embed_empty_array"];
    let (loaded, sent) = both!(embed, [recorded[0], recorded[1]], |client| client.load().await, client.load());
    loaded.unwrap();
    assert_eq!(line(&sent[1]), "POST /api/embed");
}

#[test]
fn what_a_model_cannot_do_is_known_once_it_was_shown() {
    let server = Server::start([transcripts::named("show").answer().always()]).unwrap();
    let image = Image::bytes(vec![0x89, b'P', b'N', b'G', 0, 0, 0, 0]);
    let calls = [
        Request::new("What is this?").image(image.clone()),
        Request::new(formwork::Chat::new().message(Message::new(Role::User, "What is this?").image(image))),
        Request::new("Why?").think(Think::On),
    ];
    let model = Ollama::at(server.url(), "smollm2:135m").unwrap();
    run(model.show()).unwrap();
    let twin = blocking::Ollama::at(server.url(), "smollm2:135m").unwrap();
    twin.show().unwrap();
    for call in calls {
        for error in [
            run(model.generate::<String>(call.clone())).unwrap_err(),
            blocking::Model::generate::<String>(&twin, call.clone()).unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.status()), (ErrorKind::Unsupported, None), "{error}");
        }
    }
}

#[test]
fn the_futures_can_be_spawned() {
    fn spawned<T: Send>(_: T) {}
    let model = Ollama::new("m");
    spawned(model.list());
    spawned(model.embed("x"));
    spawned(model.ready(&[], |_| ()));
    spawned(model.pull().finish());
    spawned(blocking::Ollama::new("m").pull());
}

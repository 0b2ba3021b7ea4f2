//! What the protocol has of the options; what it does not have is an error, never dropped.

use super::ask::Fields;
use crate::prompt::{Options, Request, Think};
use crate::{Error, ErrorKind};

/// Refuses what the protocol has no field for.
pub(super) fn check(request: &Request) -> Result<(), Error> {
    let Options { top_k, min_p, typical_p, repeat_penalty, repeat_last_n, .. } = &request.options;
    let sampling = [
        ("top_k", top_k.is_some()),
        ("min_p", min_p.is_some()),
        ("typical_p", typical_p.is_some()),
        ("repeat_penalty", repeat_penalty.is_some()),
        ("repeat_last_n", repeat_last_n.is_some()),
    ];
    if let Some((name, _)) = sampling.into_iter().find(|(_, set)| *set) {
        let advice = format!("set it with `Options::extra`, under the name that the server has for it, such as {name:?}");
        return Err(unsupported(name, &advice));
    }
    let Options { num_ctx, num_keep, num_batch, num_gpu, main_gpu, num_thread, use_mmap, .. } = &request.options;
    let loading = [
        ("num_ctx", num_ctx.is_some()),
        ("num_keep", num_keep.is_some()),
        ("num_batch", num_batch.is_some()),
        ("num_gpu", num_gpu.is_some()),
        ("main_gpu", main_gpu.is_some()),
        ("num_thread", num_thread.is_some()),
        ("use_mmap", use_mmap.is_some()),
        ("keep_alive", request.keep_alive.is_some()),
    ];
    if let Some((name, _)) = loading.into_iter().find(|(_, set)| *set) {
        return Err(unsupported(name, "leave it out, and set it where the server is started"));
    }
    let several = |fields: &serde_json::Map<String, serde_json::Value>| fields.get("n").is_some_and(|n| *n != 1);
    if several(&request.extra) || several(&request.options.extra) {
        return Err(unsupported("n", "leave it out, and ask several times: a call gives one value"));
    }
    Ok(())
}

fn unsupported(name: &str, advice: &str) -> Error {
    Error::new(ErrorKind::Unsupported, format!("`{name}` is no option of OpenAI's protocol; {advice}"))
}

impl Fields<'_> {
    /// Writes the options that are set.
    pub(super) fn options(&mut self) -> Result<(), Error> {
        let Request { options, logprobs, think, .. } = self.request;
        let limit = if self.flavor.max_completion_tokens { "max_completion_tokens" } else { "max_tokens" };
        self.option(limit, options.num_predict)?;
        self.option("temperature", options.temperature)?;
        self.option("top_p", options.top_p)?;
        self.option("seed", options.seed)?;
        self.option("presence_penalty", options.presence_penalty)?;
        self.option("frequency_penalty", options.frequency_penalty)?;
        self.option("stop", options.stop.as_ref())?;
        self.option("reasoning_effort", think.map(effort))?;
        self.option("logprobs", logprobs.map(|_| true))?;
        self.option("top_logprobs", logprobs.filter(|alternatives| *alternatives > 0))
    }

    fn option<T: serde::Serialize>(&mut self, name: &'static str, value: Option<T>) -> Result<(), Error> {
        match value {
            Some(value) => self.field(name, |writer| writer.value(&value)),
            None => Ok(()),
        }
    }
}

/// How much a model thinks, in the protocol's words.
fn effort(think: Think) -> &'static str {
    match think {
        Think::Off => "none",
        Think::Low => "low",
        // What models do that are not told.
        Think::On | Think::Medium => "medium",
        Think::High => "high",
        Think::Max => "xhigh",
    }
}

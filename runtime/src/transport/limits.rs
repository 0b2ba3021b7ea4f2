//! The time limits of a blocking call.
//!
//! ureq's own limits are set before a call begins, one for each phase of it, and none of them ends with the first piece of a body. So a
//! call's next limit is kept where its thread waits: the parts of ureq that look up, connect, write and read ask here how long they may.
//! Their interface may change with each of ureq's minor versions, which is why `Cargo.toml` names one.

use crate::model::Limit;
use crate::prompt::Timeouts;
use std::cell::Cell;
use std::net::IpAddr;
use std::time::{Duration, Instant};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport};

thread_local! {
    /// Until when this thread may wait. A connection cannot have it, since it goes from call to call.
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The limits of one try, watched by whoever waits for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch {
    timeouts: Timeouts,
    total: Option<(Instant, Limit)>,
    /// Until the first piece or the next one.
    next: Option<(Instant, Limit)>,
}

impl Watch {
    /// The try begins.
    pub(crate) fn begin(timeouts: Timeouts) -> Self {
        let Timeouts { first_token, total, .. } = timeouts;
        let after = |wait: Option<Duration>, limit: fn(Duration) -> Limit| {
            let wait = wait?;
            // What is too far away for a clock is no limit.
            Some((Instant::now().checked_add(wait)?, limit(wait)))
        };
        Self { timeouts, total: after(total, Limit::Total), next: after(first_token, Limit::FirstToken) }
    }

    /// What it watches.
    pub(super) fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    /// A piece of the reply has come.
    pub(super) fn piece(&mut self) {
        self.next = self.timeouts.idle.and_then(|wait| Some((Instant::now().checked_add(wait)?, Limit::Idle(wait))));
    }

    /// Nothing more is needed: waits only for what is as good as there.
    pub(super) fn hurry(&mut self, wait: Duration) {
        self.timeouts.idle = Some(wait);
        self.piece();
    }

    /// Does what waits.
    pub(super) fn over<T>(&self, work: impl FnOnce() -> T) -> T {
        DEADLINE.set(self.sooner().map(|(at, _)| at));
        let done = work();
        DEADLINE.set(None);
        done
    }

    /// The limit that has passed.
    pub(super) fn passed(&self) -> Option<Limit> {
        self.sooner().filter(|(at, _)| *at <= Instant::now()).map(|(_, limit)| limit)
    }

    fn sooner(&self) -> Option<(Instant, Limit)> {
        self.total.into_iter().chain(self.next).min_by_key(|(at, _)| *at)
    }
}

/// A limit of ureq's, or this thread's where that is sooner.
fn limited(mut timeout: NextTimeout) -> Result<NextTimeout, ureq::Error> {
    let Some(deadline) = DEADLINE.get() else { return Ok(timeout) };
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(ureq::Error::Timeout(ureq::Timeout::PerCall));
    }
    // In whole milliseconds: a socket is told its limit only if that is another one than last time.
    let left = u64::try_from(left.as_nanos().div_ceil(1_000_000)).map_or(Duration::MAX, Duration::from_millis).into();
    if left < timeout.after {
        timeout.after = left;
        timeout.reason = ureq::Timeout::PerCall;
    }
    Ok(timeout)
}

/// An agent whose calls keep the limits of a [`Watch`].
pub(super) fn agent(config: ureq::config::Config) -> ureq::Agent {
    ureq::Agent::with_parts(config, Limited(DefaultConnector::new()), Limited(DefaultResolver::default()))
}

/// A part of ureq that keeps to this thread's limit.
#[derive(Debug)]
struct Limited<P>(P);

impl Resolver for Limited<DefaultResolver> {
    fn resolve(
        &self,
        uri: &http::Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let is_known = |host: &str| host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        // With a limit the name is looked up in a thread of its own.
        let timeout = if uri.host().is_some_and(is_known) { NextTimeout::default() } else { limited(timeout)? };
        self.0.resolve(uri, config, timeout)
    }
}

impl Connector for Limited<DefaultConnector> {
    type Out = Limited<Box<dyn Transport>>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<()>) -> Result<Option<Self::Out>, ureq::Error> {
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: limited(details.timeout)?,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        Ok(self.0.connect(&details, chained)?.map(Limited))
    }
}

impl Transport for Limited<Box<dyn Transport>> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.0.transmit_output(amount, limited(timeout)?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.0.await_input(limited(timeout)?)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

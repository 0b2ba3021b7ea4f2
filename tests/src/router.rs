//! A real router before several servers, `SGLang`'s: fetched once through pip, as the servers are.

use crate::llama_server::get;
use formwork_examples::package::Package;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PACKAGE: Package = Package {
    requirement: "sglang-router==0.3.2",
    bytes: 30_726_976,
    sha256: "ba5a24951e5e0357fe390782fcd1abd861448a87216832dbf2e501a1dd1548eb",
    inside: "",
    name: "sglang-router-0.3.2",
};

/// What `python -m sglang_router.launch_router` does, without the packages that only its other modes need.
const LAUNCH: &str = "
import sys
from sglang_router.router import Router
from sglang_router.router_args import RouterArgs

port, *workers = sys.argv[1:]
arguments = RouterArgs(worker_urls=workers, policy='round_robin', host='127.0.0.1', port=int(port), log_level='error')
Router.from_args(arguments).start()
";

/// How long it may take to know its servers.
const START: Duration = Duration::from_mins(2);

/// A router that runs until it is dropped. Not for a `static`, which never is.
#[derive(Debug)]
pub struct Router {
    process: Child,
    address: SocketAddr,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Router {
    /// Starts one that gives each call to the next of these servers in turn.
    ///
    /// # Errors
    /// When it cannot be fetched or started.
    pub fn start(workers: &[SocketAddr]) -> Result<Self, Failure> {
        let module = PACKAGE.fetched(&mut |_| ())?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let process = Command::new("python3")
            .args(["-c", LAUNCH, &port.to_string()])
            .args(workers.iter().map(|worker| format!("http://{worker}")))
            .env("PYTHONPATH", module)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut router = Self { process, address: (Ipv4Addr::LOCALHOST, port).into() };
        let deadline = Instant::now() + START;
        while !router.knows(workers.len()) {
            if let Some(status) = router.process.try_wait()? {
                return Err(format!("the router ended while it was starting: {status}").into());
            }
            if Instant::now() > deadline {
                return Err("the router does not get ready".into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(router)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether it has found so many servers to be well.
    fn knows(&self, workers: usize) -> bool {
        get(self.address, "/workers").is_ok_and(|reply| reply.matches("\"is_healthy\":true").count() == workers)
    }
}

impl Drop for Router {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

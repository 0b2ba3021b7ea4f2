//! Images: where they come from, what is refused, and what is sent of them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use formwork::testing::{Answer, Server};
use formwork::{Error, ErrorKind, Image};
use formwork_tests::run;
use std::io::Write as _;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

/// Fetches from a server that gives these responses in turn, through both clients; the same comes of it.
fn fetch(path: &str, responses: &[&[u8]]) -> Result<Image, Error> {
    let serve = || Server::start(responses.iter().map(|response| Answer::raw(*response))).unwrap();
    let (first, second) = (serve(), serve());
    let waiting = run(Image::url(&format!("{}{path}", first.url())));
    let blocking = Image::url_blocking(&format!("{}{path}", second.url()));
    let shown = |fetched: &Result<Image, Error>, server: &Server| match fetched {
        Ok(image) => format!("{image:?}"),
        Err(error) => format!("{:?}: {error}", error.kind()).replace(&server.url(), ""),
    };
    assert_eq!(shown(&waiting, &first), shown(&blocking, &second));
    waiting
}

fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write!(bytes, "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).unwrap();
    bytes.extend_from_slice(body);
    bytes
}

#[test]
fn an_image_is_fetched() {
    let image = fetch("/a.png", &[&response("200 OK", "", PNG)]).unwrap();
    assert_eq!((image.as_bytes(), image.media_type()), (PNG, Some("image/png")));
    let moved = response("302 Found", "Location: /b.png\r\n", b"");
    assert_eq!(fetch("/a.png", &[&moved, &response("200 OK", "", PNG)]).unwrap().as_bytes(), PNG);
}

#[test]
fn what_is_no_image_is_refused() {
    let fails = |path: &str, bytes: &[u8]| {
        let error = fetch(path, &[bytes]).unwrap_err();
        (error.kind(), error.to_string().split_once("/a.png").unwrap().1.to_owned())
    };
    let (kind, message) = fails("/a.png?key=secret", &response("404 Not Found", "", b"no"));
    assert_eq!((kind, message.as_str()), (ErrorKind::Status, " cannot be fetched: the server answers with status 404"));
    let (kind, message) = fails("/a.png", &response("200 OK", "", b"<html>"));
    assert_eq!(kind, ErrorKind::InvalidRequest);
    assert_eq!(message, " is not an image (PNG, JPEG, GIF, WebP, BMP, TIFF); look at it in a browser");
    let (kind, message) = fails("/a.png", b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n");
    assert_eq!(kind, ErrorKind::InvalidRequest);
    assert_eq!(message, " has more than 32 MB; make it smaller, a model does not see as much");
    let endless = response("200 OK", "Transfer-Encoding: chunked\r\n", b"");
    let endless = String::from_utf8(endless).unwrap().replace("Content-Length: 0\r\n", "").into_bytes();
    let (kind, _) = fails("/a.png", &[endless, b"2000001\r\n".to_vec(), vec![b'x'; 0x200_0001], b"\r\n".to_vec()].concat());
    assert_eq!(kind, ErrorKind::InvalidRequest);
    let (kind, _) = fails("/a.png", b"SSH-2.0-OpenSSH_9.6\r\n");
    assert_eq!(kind, ErrorKind::Transport);
}

#[test]
fn what_is_no_url_is_refused() {
    for url in ["photo.jpg", "ftp://example.com/a.png", "file:///etc/passwd", "http://", ""] {
        let error = Image::url_blocking(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("write one that begins with `http://`"), "{error}");
    }
    let error = Image::url_blocking("https://example.com/a.png?key=secret").unwrap_err();
    assert_eq!(error.to_string(), "https://example.com/a.png needs TLS; switch on formwork's feature `rustls` or `native-tls`");
}

#[test]
fn base64_is_read_as_people_write_it() {
    let plain = Image::bytes(PNG).to_base64();
    let (one, other) = plain.split_at(10);
    for text in [
        plain.clone(),
        plain.trim_end_matches('=').to_owned(),
        format!("{one}\r\n{other}\n"),
        format!("data:image/png;base64,{plain}"),
        format!(" data:;base64,{plain}"),
    ] {
        assert_eq!(Image::base64(&text).unwrap().as_bytes(), PNG, "{text}");
    }
    for text in ["not base64", "data:image/svg+xml,<svg/>", "http://example.com/a.png"] {
        assert_eq!(Image::base64(text).unwrap_err().kind(), ErrorKind::InvalidRequest, "{text}");
    }
    assert!(Image::data_url(&plain).is_err());
}

#[test]
fn files_and_readers() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("image.png");
    std::fs::write(&path, PNG).unwrap();
    assert_eq!(Image::path(&path).unwrap(), Image::reader(PNG).unwrap());
    let error = Image::path("no such.png").unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::InvalidRequest, "the image no such.png cannot be read"));
}

#[test]
fn pictures_of_the_image_crate_become_png() {
    use image::DynamicImage;
    for picture in [
        DynamicImage::new_rgb8(3, 2),
        DynamicImage::new_luma_a16(3, 2),
        DynamicImage::new_rgb32f(3, 2),
        DynamicImage::new_rgba32f(3, 2),
    ] {
        let image = Image::encode(&picture).unwrap();
        assert_eq!(image.media_type(), Some("image/png"));
        let read = image::load_from_memory(image.as_bytes()).unwrap();
        assert_eq!((read.width(), read.height()), (3, 2));
    }
    assert_eq!(Image::encode(&DynamicImage::new_rgb8(0, 0)).unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn formats_are_told_by_their_first_bytes() {
    for (bytes, media_type) in [
        (&b"\x89PNG\r\n"[..], Some("image/png")),
        (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
        (b"GIF89a", Some("image/gif")),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Some("image/webp")),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"BM6\0", Some("image/bmp")),
        (b"II*\0", Some("image/tiff")),
        (b"MM\0*", Some("image/tiff")),
        (b"<svg", None),
        (b"", None),
    ] {
        assert_eq!(Image::bytes(bytes).media_type(), media_type, "{bytes:?}");
    }
}

use formwork::Generate;

#[derive(Generate)]
struct File {
    #[generate(base64, len = ..=80)]
    content: Vec<u8>,
}

fn main() {}

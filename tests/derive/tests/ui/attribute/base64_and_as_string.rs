use formwork::Generate;

#[derive(Generate)]
struct File {
    #[generate(base64, as_string)]
    content: Vec<u8>,
}

fn main() {}

use formwork::Generate;

#[derive(Generate)]
struct File {
    #[generate(base64)]
    content: String,
}

fn main() {}

use formwork::Generate;

#[derive(Generate)]
struct File {
    #[generate(with = "generate", schema = "{\"type\":\"string\"}")]
    content: String,
}

fn main() {}

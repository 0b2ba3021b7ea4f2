use formwork::Generate;

#[derive(Generate)]
struct Settings {
    #[generate(default = "three".to_owned())]
    retries: u8,
}

fn main() {}

use formwork::Generate;

#[derive(Generate)]
struct Other {
    field: u8,
}

#[derive(Generate)]
struct Wrong {
    #[generate(default)]
    field: Other,
}

fn main() {}

use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = -5..)]
    field: u8,
}

fn main() {}

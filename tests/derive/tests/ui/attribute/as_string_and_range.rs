use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(as_string, range = 1..=2)]
    field: u64,
}

fn main() {}

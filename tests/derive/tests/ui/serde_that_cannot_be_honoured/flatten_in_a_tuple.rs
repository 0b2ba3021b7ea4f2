use formwork::Generate;

#[derive(Generate)]
#[generate(description = "A tuple.")]
struct Wrong(u8, #[generate(flatten)] Part);

#[derive(Generate)]
struct Part {
    field: u8,
}

fn main() {}

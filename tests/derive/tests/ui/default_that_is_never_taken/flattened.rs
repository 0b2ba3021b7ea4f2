use formwork::Generate;

#[derive(Default, Generate)]
struct Inner {
    number: u8,
}

#[derive(Generate)]
struct Outer {
    #[generate(flatten, default)]
    inner: Inner,
}

fn main() {}

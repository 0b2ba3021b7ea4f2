use formwork::Generate;

#[derive(Generate)]
struct Wrong(Option<Box<Wrong>>);

fn main() {}

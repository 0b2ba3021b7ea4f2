use formwork::Generate;

#[derive(Generate)]
struct Wrong();

fn main() {}

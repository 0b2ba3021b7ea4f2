use formwork::Generate;

#[derive(Generate)]
enum Wrong {
    One(Vec<Box<dyn Fn() + Send>>),
    Two,
}

fn main() {}

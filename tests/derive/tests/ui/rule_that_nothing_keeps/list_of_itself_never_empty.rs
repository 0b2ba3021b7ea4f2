use formwork::Generate;

#[derive(Generate)]
struct Tree {
    #[generate(len = 1..)]
    children: Vec<Tree>,
}

fn main() {}

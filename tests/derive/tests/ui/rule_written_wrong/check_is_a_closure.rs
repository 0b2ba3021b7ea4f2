use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(check = |text: &String| text.len() < 5)]
    field: String,
}

fn main() {}

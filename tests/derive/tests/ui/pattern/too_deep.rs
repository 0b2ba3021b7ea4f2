use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^(((((((((((((((((((((((((((((((((((((((((((((a)))))))))))))))))))))))))))))))))))))))))))))$")]
    field: String,
}

fn main() {}

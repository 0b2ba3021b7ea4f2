use formwork::Generate;

#[derive(Generate)]
#[repr(C, packed(2))]
struct Pixel {
    x: u16,
    y: u32,
}

fn main() {}

//! Colours, fonts, spacings: the only file that names a colour.

use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle,
    Theme, Ui, Visuals, vec2,
};

/// What each colour is for. Contrast of text on its ground is AA (4.5 to 1) in both themes.
#[derive(Debug)]
pub struct Couleurs {
    pub fond: Color32,
    pub bande: Color32,
    pub texte: Color32,
    pub doux: Color32,
    pub ligne: Color32,
    pub bord: Color32,
    pub champ: Color32,
    pub accent: Color32,
    pub accent_fond: Color32,
    pub sur_accent: Color32,
    pub choisi: Color32,
    pub focus: Color32,
    pub erreur: Color32,
    pub erreur_fond: Color32,
    pub alerte: Color32,
    pub alerte_fond: Color32,
    pub succes: Color32,
    pub succes_fond: Color32,
    pub neutre_fond: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const CLAIR: Couleurs = Couleurs {
    fond: rgb(0xff_ff_ff),
    bande: rgb(0xf6_f6_f6),
    texte: rgb(0x16_16_16),
    doux: rgb(0x57_57_57),
    ligne: rgb(0xdd_dd_dd),
    bord: rgb(0x92_92_92),
    champ: rgb(0xf3_f3_f5),
    accent: rgb(0x00_00_91),
    accent_fond: rgb(0xec_ec_fe),
    sur_accent: rgb(0xff_ff_ff),
    choisi: rgb(0xe3_e3_fd),
    focus: rgb(0x00_63_cb),
    erreur: rgb(0xce_05_00),
    erreur_fond: rgb(0xff_e9_e9),
    alerte: rgb(0xa3_3b_00),
    alerte_fond: rgb(0xff_ed_e5),
    succes: rgb(0x18_75_3c),
    succes_fond: rgb(0xdf_fd_e6),
    neutre_fond: rgb(0xee_ee_ee),
};

const SOMBRE: Couleurs = Couleurs {
    fond: rgb(0x1b_1b_1d),
    bande: rgb(0x24_24_27),
    texte: rgb(0xf2_f2_f2),
    doux: rgb(0xb4_b4_b8),
    ligne: rgb(0x3a_3a_3e),
    bord: rgb(0x77_77_7d),
    champ: rgb(0x2a_2a_2e),
    accent: rgb(0xa9_a9_ff),
    accent_fond: rgb(0x2b_2b_45),
    sur_accent: rgb(0x10_10_30),
    choisi: rgb(0x36_36_62),
    focus: rgb(0x7a_b6_ff),
    erreur: rgb(0xff_8d_85),
    erreur_fond: rgb(0x46_1c_1a),
    alerte: rgb(0xff_a8_7a),
    alerte_fond: rgb(0x47_29_18),
    succes: rgb(0x7a_d8_96),
    succes_fond: rgb(0x17_3a_22),
    neutre_fond: rgb(0x38_38_3c),
};

pub const fn couleurs_of(dark: bool) -> &'static Couleurs {
    if dark { &SOMBRE } else { &CLAIR }
}

pub fn couleurs(ui: &Ui) -> &'static Couleurs {
    couleurs_of(ui.visuals().dark_mode)
}

/// Titles and what must stand out.
pub fn gras() -> FontFamily {
    FontFamily::Name("gras".into())
}

pub const LABEL: f32 = 13.0;
pub const TEXTE: f32 = 15.0;
pub const TITRE: f32 = 20.0;
/// Height of a field and of a button.
pub const HAUTEUR: f32 = 28.0;
/// Between two fields of a row.
pub const ECART: f32 = 12.0;

/// Fonts and styles of the whole application; once, at start.
pub fn setup(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false;
        options.reduce_texture_memory = true;
    });
    ctx.all_styles_mut(|style| {
        let texte = FontFamily::Proportional;
        style.text_styles = [
            (TextStyle::Small, FontId::new(LABEL, texte.clone())),
            (TextStyle::Body, FontId::new(TEXTE, texte.clone())),
            (TextStyle::Button, FontId::new(TEXTE, texte.clone())),
            (TextStyle::Heading, FontId::new(TITRE, gras())),
            (TextStyle::Monospace, FontId::new(TEXTE, texte)),
        ]
        .into();
        style.spacing.item_spacing = vec2(8.0, 6.0);
        style.spacing.button_padding = vec2(10.0, 4.0);
        style.spacing.interact_size = vec2(36.0, HAUTEUR);
        style.spacing.icon_width = 18.0;
        style.spacing.icon_width_inner = 10.0;
        style.spacing.scroll = egui::style::ScrollStyle::solid();
        style.spacing.scroll.bar_width = 10.0;
        style.spacing.tooltip_width = 420.0;
        style.animation_time = 0.0;
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.25;
    });
    for (theme, dark) in [(Theme::Light, false), (Theme::Dark, true)] {
        ctx.style_mut_of(theme, |style| style.visuals = visuals(dark));
    }
}

fn visuals(dark: bool) -> Visuals {
    let c = couleurs_of(dark);
    let mut v = if dark { Visuals::dark() } else { Visuals::light() };
    let radius = CornerRadius::same(4);
    v.panel_fill = c.fond;
    v.window_fill = c.fond;
    v.extreme_bg_color = c.champ;
    v.text_edit_bg_color = Some(c.champ);
    v.faint_bg_color = c.bande;
    v.window_stroke = Stroke::new(1.0, c.ligne);
    v.window_corner_radius = CornerRadius::same(6);
    v.menu_corner_radius = radius;
    v.popup_shadow = Shadow { offset: [0, 3], blur: 10, spread: 0, color: Color32::from_black_alpha(50) };
    v.window_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(70) };
    v.selection.bg_fill = c.choisi;
    v.selection.stroke = Stroke::new(2.0, c.focus);
    v.hyperlink_color = c.accent;
    v.error_fg_color = c.erreur;
    v.warn_fg_color = c.alerte;
    v.weak_text_color = Some(c.doux);
    v.striped = true;
    for (state, fill, stroke, text) in [
        (&mut v.widgets.noninteractive, c.fond, c.ligne, c.texte),
        (&mut v.widgets.inactive, c.fond, c.bord, c.texte),
        (&mut v.widgets.hovered, c.bande, c.accent, c.texte),
        (&mut v.widgets.active, c.accent_fond, c.accent, c.texte),
        (&mut v.widgets.open, c.accent_fond, c.accent, c.texte),
    ] {
        state.corner_radius = radius;
        state.weak_bg_fill = fill;
        state.bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, stroke);
        state.fg_stroke = Stroke::new(1.0, text);
        state.expansion = 0.0;
    }
    v
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let faces: [(&str, &'static [u8]); 5] = [
        ("sans", include_bytes!("../../assets/fonts/VigieSans-Regular.ttf")),
        ("sans-gras", include_bytes!("../../assets/fonts/VigieSans-SemiBold.ttf")),
        ("icones", include_bytes!("../../assets/fonts/VigieIcones.ttf")),
        ("repli", include_bytes!("../../assets/fonts/VigieRepli.ttf")),
        ("emoji", include_bytes!("../../assets/fonts/VigieEmoji.ttf")),
    ];
    for (name, bytes) in faces {
        let mut data = FontData::from_static(bytes);
        if name == "icones" {
            data.tweak.y_offset_factor = 0.09;
        }
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    let family = |first: &str| [first, "icones", "repli", "emoji"].map(str::to_owned).to_vec();
    fonts.families.insert(FontFamily::Proportional, family("sans"));
    fonts.families.insert(FontFamily::Monospace, family("sans"));
    fonts.families.insert(gras(), family("sans-gras"));
    fonts
}

/// Inner margins of the panels.
pub const fn marge(x: i8, y: i8) -> Margin {
    Margin::symmetric(x, y)
}

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
    /// A sheet of paper, the same by day and by night, and what is printed on it.
    pub papier: Color32,
    pub encre: Color32,
    pub encre_douce: Color32,
    pub encre_bleue: Color32,
}

#[expect(clippy::disallowed_methods, reason = "the one place where colours are named")]
const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const CLAIR: Couleurs = Couleurs {
    fond: rgb(0xffffff),
    bande: rgb(0xf6f6f6),
    texte: rgb(0x161616),
    doux: rgb(0x575757),
    ligne: rgb(0xdddddd),
    bord: rgb(0x929292),
    champ: rgb(0xf3f3f5),
    accent: rgb(0x000091),
    accent_fond: rgb(0xececfe),
    sur_accent: rgb(0xffffff),
    choisi: rgb(0xe3e3fd),
    focus: rgb(0x0063cb),
    erreur: rgb(0xce0500),
    erreur_fond: rgb(0xffe9e9),
    alerte: rgb(0xa33b00),
    alerte_fond: rgb(0xffede5),
    succes: rgb(0x18753c),
    succes_fond: rgb(0xdffde6),
    neutre_fond: rgb(0xeeeeee),
    papier: rgb(0xffffff),
    encre: rgb(0x000000),
    encre_douce: rgb(0x5f5f64),
    encre_bleue: rgb(0x000091),
};

const SOMBRE: Couleurs = Couleurs {
    fond: rgb(0x1b1b1d),
    bande: rgb(0x242427),
    texte: rgb(0xf2f2f2),
    doux: rgb(0xb4b4b8),
    ligne: rgb(0x3a3a3e),
    bord: rgb(0x77777d),
    champ: rgb(0x2a2a2e),
    accent: rgb(0xa9a9ff),
    accent_fond: rgb(0x2b2b45),
    sur_accent: rgb(0x101030),
    choisi: rgb(0x363662),
    focus: rgb(0x7ab6ff),
    erreur: rgb(0xff8d85),
    erreur_fond: rgb(0x461c1a),
    alerte: rgb(0xffa87a),
    alerte_fond: rgb(0x472918),
    succes: rgb(0x7ad896),
    succes_fond: rgb(0x173a22),
    neutre_fond: rgb(0x38383c),
    papier: rgb(0xffffff),
    encre: rgb(0x000000),
    encre_douce: rgb(0x5f5f64),
    encre_bleue: rgb(0x000091),
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
        // Always seen, beside what scrolls and never over it.
        style.spacing.scroll = egui::style::ScrollStyle {
            bar_width: 8.0,
            floating_width: 8.0,
            floating_allocated_width: 14.0,
            foreground_color: true,
            dormant_handle_opacity: 0.35,
            active_handle_opacity: 0.45,
            interact_handle_opacity: 0.6,
            dormant_background_opacity: 0.0,
            active_background_opacity: 0.0,
            interact_background_opacity: 0.0,
            ..egui::style::ScrollStyle::thin()
        };
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

// Written by generate.ts from @jupyter-widgets/schema; run `npm run generate:widgets` instead of editing.
// Long: a table of all models.
import type { DateState, DatetimeState, TimeState } from "./dates.ts";
import type { AnyWidget, Widget } from "./widget.ts";

/** The state of each model, as ipywidgets 8 documents it. */
export interface ModelStates {
  Layout: {
    /** The align-content CSS attribute. */
    align_content: "flex-start" | "flex-end" | "center" | "space-between" | "space-around" | "space-evenly" | "stretch" | "inherit" | "initial" | "unset" | null;
    /** The align-items CSS attribute. */
    align_items: "flex-start" | "flex-end" | "center" | "baseline" | "stretch" | "inherit" | "initial" | "unset" | null;
    /** The align-self CSS attribute. */
    align_self: "auto" | "flex-start" | "flex-end" | "center" | "baseline" | "stretch" | "inherit" | "initial" | "unset" | null;
    /** The border bottom CSS attribute. */
    border_bottom: string | null;
    /** The border left CSS attribute. */
    border_left: string | null;
    /** The border right CSS attribute. */
    border_right: string | null;
    /** The border top CSS attribute. */
    border_top: string | null;
    /** The bottom CSS attribute. */
    bottom: string | null;
    /** The display CSS attribute. */
    display: string | null;
    /** The flex CSS attribute. */
    flex: string | null;
    /** The flex-flow CSS attribute. */
    flex_flow: string | null;
    /** The grid-area CSS attribute. */
    grid_area: string | null;
    /** The grid-auto-columns CSS attribute. */
    grid_auto_columns: string | null;
    /** The grid-auto-flow CSS attribute. */
    grid_auto_flow: "column" | "row" | "row dense" | "column dense" | "inherit" | "initial" | "unset" | null;
    /** The grid-auto-rows CSS attribute. */
    grid_auto_rows: string | null;
    /** The grid-column CSS attribute. */
    grid_column: string | null;
    /** The grid-gap CSS attribute. */
    grid_gap: string | null;
    /** The grid-row CSS attribute. */
    grid_row: string | null;
    /** The grid-template-areas CSS attribute. */
    grid_template_areas: string | null;
    /** The grid-template-columns CSS attribute. */
    grid_template_columns: string | null;
    /** The grid-template-rows CSS attribute. */
    grid_template_rows: string | null;
    /** The height CSS attribute. */
    height: string | null;
    /** The justify-content CSS attribute. */
    justify_content: "flex-start" | "flex-end" | "center" | "space-between" | "space-around" | "inherit" | "initial" | "unset" | null;
    /** The justify-items CSS attribute. */
    justify_items: "flex-start" | "flex-end" | "center" | "inherit" | "initial" | "unset" | null;
    /** The left CSS attribute. */
    left: string | null;
    /** The margin CSS attribute. */
    margin: string | null;
    /** The max-height CSS attribute. */
    max_height: string | null;
    /** The max-width CSS attribute. */
    max_width: string | null;
    /** The min-height CSS attribute. */
    min_height: string | null;
    /** The min-width CSS attribute. */
    min_width: string | null;
    /** The object-fit CSS attribute. */
    object_fit: "contain" | "cover" | "fill" | "scale-down" | "none" | null;
    /** The object-position CSS attribute. */
    object_position: string | null;
    /** The order CSS attribute. */
    order: string | null;
    /** The overflow CSS attribute. */
    overflow: string | null;
    /** The padding CSS attribute. */
    padding: string | null;
    /** The right CSS attribute. */
    right: string | null;
    /** The top CSS attribute. */
    top: string | null;
    /** The visibility CSS attribute. */
    visibility: "visible" | "hidden" | "inherit" | "initial" | "unset" | null;
    /** The width CSS attribute. */
    width: string | null;
  };
  Accordion: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the box. */
    box_style: "success" | "info" | "warning" | "danger" | "";
    /** List of widget children */
    children: AnyWidget[];
    layout: Widget<"Layout">;
    /** The index of the selected page. This is either an integer selecting a particular sub-widget, or None to have no widgets selected. */
    selected_index: number | null;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** Titles of the pages */
    titles: string[];
    /** A tooltip caption. */
    tooltip: string | null;
  };
  Audio: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** When true, the audio starts when it's displayed */
    autoplay: boolean;
    /** Specifies that audio controls should be displayed (such as a play/pause button etc) */
    controls: boolean;
    /** The format of the audio. */
    format: string;
    layout: Widget<"Layout">;
    /** When true, the audio will start from the beginning after finishing */
    loop: boolean;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** The media data as a memory view of bytes. */
    value: Uint8Array;
  };
  BoundedFloatText: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Update the value as the user types. If False, update on submission, e.g., pressing Enter or navigating away. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Minimum step to increment the value */
    step: number | null;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Float value */
    value: number;
  };
  BoundedIntText: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Update the value as the user types. If False, update on submission, e.g., pressing Enter or navigating away. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Minimum step to increment the value */
    step: number;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Int value */
    value: number;
  };
  Box: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the box. */
    box_style: "success" | "info" | "warning" | "danger" | "";
    /** List of widget children */
    children: AnyWidget[];
    layout: Widget<"Layout">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  Button: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the button. */
    button_style: "primary" | "success" | "info" | "warning" | "danger" | "";
    /** Button label. */
    description: string;
    /** Enable or disable user changes. */
    disabled: boolean;
    /** Font-awesome icon names, without the 'fa-' prefix. */
    icon: string;
    layout: Widget<"Layout">;
    style: Widget<"ButtonStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  ButtonStyle: {
    /** Color of the button */
    button_color: string | null;
    /** Button text font family. */
    font_family: string | null;
    /** Button text font size. */
    font_size: string | null;
    /** Button text font style. */
    font_style: string | null;
    /** Button text font variant. */
    font_variant: string | null;
    /** Button text font weight. */
    font_weight: string | null;
    /** Button text color. */
    text_color: string | null;
    /** Button text decoration. */
    text_decoration: string | null;
  };
  Checkbox: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes. */
    disabled: boolean;
    /** Indent the control to align with other controls with a description. */
    indent: boolean;
    layout: Widget<"Layout">;
    /** Styling customizations */
    style: Widget<"CheckboxStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Bool value */
    value: boolean;
  };
  CheckboxStyle: {
    /** Background specifications. */
    background: string | null;
    /** Width of the description to the side of the control. */
    description_width: string;
  };
  ColorPicker: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Display short version with just a color selector. */
    concise: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes. */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** The color value. */
    value: string;
  };
  ColorsInput: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    allow_duplicates: boolean;
    allowed_tags: unknown[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    layout: Widget<"Layout">;
    placeholder: string;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** List of string tags */
    value: unknown[];
  };
  Combobox: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Update the value as the user types. If False, update on submission, e.g., pressing Enter or navigating away. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** If set, ensure value is in options. Implies continuous_update=False. */
    ensure_option: boolean;
    layout: Widget<"Layout">;
    /** Dropdown options for the combobox */
    options: string[];
    /** Placeholder text to display when nothing has been typed */
    placeholder: string;
    style: Widget<"TextStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** String value */
    value: string;
  };
  ControllerAxis: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    layout: Widget<"Layout">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** The value of the axis. */
    value: number;
  };
  ControllerButton: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    layout: Widget<"Layout">;
    /** Whether the button is pressed. */
    pressed: boolean;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** The value of the button. */
    value: number;
  };
  Controller: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The axes on the gamepad. */
    axes: AnyWidget[];
    /** The buttons on the gamepad. */
    buttons: AnyWidget[];
    /** Whether the gamepad is connected. */
    connected: boolean;
    /** The id number of the controller. */
    index: number;
    layout: Widget<"Layout">;
    /** The name of the control mapping. */
    mapping: string;
    /** The name of the controller. */
    name: string;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** The last time the data from this gamepad was updated. */
    timestamp: number;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  DatePicker: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes. */
    disabled: boolean;
    layout: Widget<"Layout">;
    max: DateState | null;
    min: DateState | null;
    /** The date step to use for the picker, in days, or "any". */
    step: number | string;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    value: DateState | null;
  };
  Datetime: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes. */
    disabled: boolean;
    layout: Widget<"Layout">;
    max: DatetimeState | null;
    min: DatetimeState | null;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    value: DatetimeState | null;
  };
  DescriptionStyle: {
    /** Width of the description to the side of the control. */
    description_width: string;
  };
  DirectionalLink: {
    /** The source (widget, 'trait_name') pair */
    source: unknown[];
    /** The target (widget, 'trait_name') pair */
    target: unknown[];
  };
  Dropdown: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The labels for the options. */
    _options_labels: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** Selected index */
    index: number | null;
    layout: Widget<"Layout">;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  FileUpload: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** File types to accept, empty string for all */
    accept: string;
    /** Use a predefined styling for the button. */
    button_style: "primary" | "success" | "info" | "warning" | "danger" | "";
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable button */
    disabled: boolean;
    /** Error message */
    error: string;
    /** Font-awesome icon name, without the 'fa-' prefix. */
    icon: string;
    layout: Widget<"Layout">;
    /** If True, allow for multiple files upload */
    multiple: boolean;
    style: Widget<"ButtonStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** The file upload value */
    value: Record<string, unknown>[];
  };
  FloatLogSlider: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Base for the logarithm */
    base: number;
    /** Slider dragging behavior. */
    behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
    /** Update the value of the widget as the user is holding the slider. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Max value for the exponent */
    max: number;
    /** Min value for the exponent */
    min: number;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    /** Display the current value of the slider next to it. */
    readout: boolean;
    /** Format for the readout */
    readout_format: string;
    /** Minimum step in the exponent to increment the value */
    step: number | null;
    style: Widget<"SliderStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Float value */
    value: number;
  };
  FloatProgress: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the progress bar. */
    bar_style: "success" | "info" | "warning" | "danger" | "" | null;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    style: Widget<"ProgressStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Float value */
    value: number;
  };
  FloatRangeSlider: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Slider dragging behavior. */
    behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
    /** Update the value of the widget as the user is sliding the slider. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    /** Display the current value of the slider next to it. */
    readout: boolean;
    /** Format for the readout */
    readout_format: string;
    /** Minimum step to increment the value */
    step: number | null;
    style: Widget<"SliderStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Tuple of (lower, upper) bounds */
    value: number[];
  };
  FloatSlider: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Slider dragging behavior. */
    behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
    /** Update the value of the widget as the user is holding the slider. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    /** Display the current value of the slider next to it. */
    readout: boolean;
    /** Format for the readout */
    readout_format: string;
    /** Minimum step to increment the value */
    step: number | null;
    style: Widget<"SliderStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Float value */
    value: number;
  };
  FloatText: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Update the value as the user types. If False, update on submission, e.g., pressing Enter or navigating away. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Minimum step to increment the value */
    step: number | null;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Float value */
    value: number;
  };
  FloatsInput: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    allow_duplicates: boolean;
    allowed_tags: unknown[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    format: string;
    layout: Widget<"Layout">;
    max: number | null;
    min: number | null;
    placeholder: string;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** Use a predefined styling for the tags. */
    tag_style: "primary" | "success" | "info" | "warning" | "danger" | "";
    /** A tooltip caption. */
    tooltip: string | null;
    /** List of float tags */
    value: unknown[];
  };
  GridBox: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the box. */
    box_style: "success" | "info" | "warning" | "danger" | "";
    /** List of widget children */
    children: AnyWidget[];
    layout: Widget<"Layout">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  HBox: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the box. */
    box_style: "success" | "info" | "warning" | "danger" | "";
    /** List of widget children */
    children: AnyWidget[];
    layout: Widget<"Layout">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  HTMLMath: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    layout: Widget<"Layout">;
    /** Placeholder text to display when nothing has been typed */
    placeholder: string;
    style: Widget<"HTMLMathStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** String value */
    value: string;
  };
  HTMLMathStyle: {
    /** Background specifications. */
    background: string | null;
    /** Width of the description to the side of the control. */
    description_width: string;
    /** Text font size. */
    font_size: string | null;
    /** Text color */
    text_color: string | null;
  };
  HTML: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    layout: Widget<"Layout">;
    /** Placeholder text to display when nothing has been typed */
    placeholder: string;
    style: Widget<"HTMLStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** String value */
    value: string;
  };
  HTMLStyle: {
    /** Background specifications. */
    background: string | null;
    /** Width of the description to the side of the control. */
    description_width: string;
    /** Text font size. */
    font_size: string | null;
    /** Text color */
    text_color: string | null;
  };
  Image: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The format of the image. */
    format: string;
    /** Height of the image in pixels. Use layout.height for styling the widget. */
    height: string;
    layout: Widget<"Layout">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** The media data as a memory view of bytes. */
    value: Uint8Array;
    /** Width of the image in pixels. Use layout.width for styling the widget. */
    width: string;
  };
  IntProgress: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the progress bar. */
    bar_style: "success" | "info" | "warning" | "danger" | "";
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    style: Widget<"ProgressStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Int value */
    value: number;
  };
  IntRangeSlider: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Slider dragging behavior. */
    behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
    /** Update the value of the widget as the user is sliding the slider. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    /** Display the current value of the slider next to it. */
    readout: boolean;
    /** Format for the readout */
    readout_format: string;
    /** Minimum step that the value can take */
    step: number;
    /** Slider style customizations. */
    style: Widget<"SliderStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Tuple of (lower, upper) bounds */
    value: number[];
  };
  IntSlider: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Slider dragging behavior. */
    behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
    /** Update the value of the widget as the user is holding the slider. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    /** Display the current value of the slider next to it. */
    readout: boolean;
    /** Format for the readout */
    readout_format: string;
    /** Minimum step to increment the value */
    step: number;
    style: Widget<"SliderStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Int value */
    value: number;
  };
  IntText: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Update the value as the user types. If False, update on submission, e.g., pressing Enter or navigating away. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Minimum step to increment the value */
    step: number;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Int value */
    value: number;
  };
  IntsInput: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    allow_duplicates: boolean;
    allowed_tags: unknown[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    format: string;
    layout: Widget<"Layout">;
    max: number | null;
    min: number | null;
    placeholder: string;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** Use a predefined styling for the tags. */
    tag_style: "primary" | "success" | "info" | "warning" | "danger" | "";
    /** A tooltip caption. */
    tooltip: string | null;
    /** List of int tags */
    value: unknown[];
  };
  Label: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    layout: Widget<"Layout">;
    /** Placeholder text to display when nothing has been typed */
    placeholder: string;
    style: Widget<"LabelStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** String value */
    value: string;
  };
  LabelStyle: {
    /** Background specifications. */
    background: string | null;
    /** Width of the description to the side of the control. */
    description_width: string;
    /** Label text font family. */
    font_family: string | null;
    /** Text font size. */
    font_size: string | null;
    /** Label text font style. */
    font_style: string | null;
    /** Label text font variant. */
    font_variant: string | null;
    /** Label text font weight. */
    font_weight: string | null;
    /** Text color */
    text_color: string | null;
    /** Label text decoration. */
    text_decoration: string | null;
  };
  Link: {
    /** The source (widget, 'trait_name') pair */
    source: unknown[];
    /** The target (widget, 'trait_name') pair */
    target: unknown[];
  };
  NaiveDatetime: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes. */
    disabled: boolean;
    layout: Widget<"Layout">;
    max: DatetimeState | null;
    min: DatetimeState | null;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    value: DatetimeState | null;
  };
  Password: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Update the value as the user types. If False, update on submission, e.g., pressing Enter or navigating away. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Placeholder text to display when nothing has been typed */
    placeholder: string;
    style: Widget<"TextStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** String value */
    value: string;
  };
  Play: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** The time between two animation steps (ms). */
    interval: number;
    layout: Widget<"Layout">;
    /** Max value */
    max: number;
    /** Min value */
    min: number;
    /** Whether the control is currently playing. */
    playing: boolean;
    /** Whether the control will repeat in a continuous loop. */
    repeat: boolean;
    /** Show the repeat toggle button in the widget. */
    show_repeat: boolean;
    /** Increment step */
    step: number;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Int value */
    value: number;
  };
  ProgressStyle: {
    /** Color of the progress bar. */
    bar_color: string | null;
    /** Width of the description to the side of the control. */
    description_width: string;
  };
  RadioButtons: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The labels for the options. */
    _options_labels: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** Selected index */
    index: number | null;
    layout: Widget<"Layout">;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  Select: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The labels for the options. */
    _options_labels: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** Selected index */
    index: number | null;
    layout: Widget<"Layout">;
    /** The number of rows to display. */
    rows: number;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  SelectMultiple: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The labels for the options. */
    _options_labels: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** Selected indices */
    index: number[];
    layout: Widget<"Layout">;
    /** The number of rows to display. */
    rows: number;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  SelectionRangeSlider: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The labels for the options. */
    _options_labels: string[];
    /** Slider dragging behavior. */
    behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
    /** Update the value of the widget as the user is holding the slider. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** Min and max selected indices */
    index: number[];
    layout: Widget<"Layout">;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    /** Display the current selected label next to the slider */
    readout: boolean;
    style: Widget<"SliderStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  SelectionSlider: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The labels for the options. */
    _options_labels: string[];
    /** Slider dragging behavior. */
    behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
    /** Update the value of the widget as the user is holding the slider. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** Selected index */
    index: number;
    layout: Widget<"Layout">;
    /** Vertical or horizontal. */
    orientation: "horizontal" | "vertical";
    /** Display the current selected label next to the slider */
    readout: boolean;
    style: Widget<"SliderStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  SliderStyle: {
    /** Width of the description to the side of the control. */
    description_width: string;
    /** Color of the slider handle. */
    handle_color: string | null;
  };
  Stack: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the box. */
    box_style: "success" | "info" | "warning" | "danger" | "";
    /** List of widget children */
    children: AnyWidget[];
    layout: Widget<"Layout">;
    /** The index of the selected page. This is either an integer selecting a particular sub-widget, or None to have no widgets selected. */
    selected_index: number | null;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** Titles of the pages */
    titles: string[];
    /** A tooltip caption. */
    tooltip: string | null;
  };
  Tab: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the box. */
    box_style: "success" | "info" | "warning" | "danger" | "";
    /** List of widget children */
    children: AnyWidget[];
    layout: Widget<"Layout">;
    /** The index of the selected page. This is either an integer selecting a particular sub-widget, or None to have no widgets selected. */
    selected_index: number | null;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** Titles of the pages */
    titles: string[];
    /** A tooltip caption. */
    tooltip: string | null;
  };
  TagsInput: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    allow_duplicates: boolean;
    allowed_tags: unknown[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    layout: Widget<"Layout">;
    placeholder: string;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** Use a predefined styling for the tags. */
    tag_style: "primary" | "success" | "info" | "warning" | "danger" | "";
    /** A tooltip caption. */
    tooltip: string | null;
    /** List of string tags */
    value: unknown[];
  };
  Text: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Update the value as the user types. If False, update on submission, e.g., pressing Enter or navigating away. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Placeholder text to display when nothing has been typed */
    placeholder: string;
    style: Widget<"TextStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** String value */
    value: string;
  };
  TextStyle: {
    /** Background specifications. */
    background: string | null;
    /** Width of the description to the side of the control. */
    description_width: string;
    /** Text font size. */
    font_size: string | null;
    /** Text color */
    text_color: string | null;
  };
  Textarea: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Update the value as the user types. If False, update on submission, e.g., pressing Enter or navigating away. */
    continuous_update: boolean;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Placeholder text to display when nothing has been typed */
    placeholder: string;
    /** The number of rows to display. */
    rows: number | null;
    style: Widget<"TextStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** String value */
    value: string;
  };
  Time: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes. */
    disabled: boolean;
    layout: Widget<"Layout">;
    max: TimeState | null;
    min: TimeState | null;
    /** The time step to use for the picker, in seconds, or "any". */
    step: number | string;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    value: TimeState | null;
  };
  ToggleButton: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the button. */
    button_style: "primary" | "success" | "info" | "warning" | "danger" | "";
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes. */
    disabled: boolean;
    /** Font-awesome icon. */
    icon: string;
    layout: Widget<"Layout">;
    /** Styling customizations */
    style: Widget<"ToggleButtonStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Bool value */
    value: boolean;
  };
  ToggleButtonStyle: {
    /** Width of the description to the side of the control. */
    description_width: string;
    /** Toggle button text font family. */
    font_family: string | null;
    /** Toggle button text font size. */
    font_size: string | null;
    /** Toggle button text font style. */
    font_style: string | null;
    /** Toggle button text font variant. */
    font_variant: string | null;
    /** Toggle button text font weight. */
    font_weight: string | null;
    /** Toggle button text color */
    text_color: string | null;
    /** Toggle button text decoration. */
    text_decoration: string | null;
  };
  ToggleButtons: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** The labels for the options. */
    _options_labels: string[];
    /** Use a predefined styling for the buttons. */
    button_style: "primary" | "success" | "info" | "warning" | "danger" | "" | null;
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes */
    disabled: boolean;
    /** Icons names for each button (FontAwesome names without the fa- prefix). */
    icons: string[];
    /** Selected index */
    index: number | null;
    layout: Widget<"Layout">;
    style: Widget<"ToggleButtonsStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Tooltips for each button. */
    tooltips: string[];
  };
  ToggleButtonsStyle: {
    /** The width of each button. */
    button_width: string;
    /** Width of the description to the side of the control. */
    description_width: string;
    /** Text font weight of each button. */
    font_weight: string;
  };
  VBox: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Use a predefined styling for the box. */
    box_style: "success" | "info" | "warning" | "danger" | "";
    /** List of widget children */
    children: AnyWidget[];
    layout: Widget<"Layout">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
  Valid: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** Description of the control. */
    description: string;
    /** Accept HTML in the description. */
    description_allow_html: boolean;
    /** Enable or disable user changes. */
    disabled: boolean;
    layout: Widget<"Layout">;
    /** Message displayed when the value is False */
    readout: string;
    /** Styling customizations */
    style: Widget<"DescriptionStyle">;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** Bool value */
    value: boolean;
  };
  Video: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    /** When true, the video starts when it's displayed */
    autoplay: boolean;
    /** Specifies that video controls should be displayed (such as a play/pause button etc) */
    controls: boolean;
    /** The format of the video. */
    format: string;
    /** Height of the video in pixels. */
    height: string;
    layout: Widget<"Layout">;
    /** When true, the video will start from the beginning after finishing */
    loop: boolean;
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
    /** The media data as a memory view of bytes. */
    value: Uint8Array;
    /** Width of the video in pixels. */
    width: string;
  };
  Output: {
    /** CSS classes applied to widget DOM element */
    _dom_classes: string[];
    layout: Widget<"Layout">;
    /** Parent message id of messages to capture */
    msg_id: string;
    /** The output messages synced from the frontend. */
    outputs: Record<string, unknown>[];
    /** Is widget tabbable? */
    tabbable: boolean | null;
    /** A tooltip caption. */
    tooltip: string | null;
  };
}

/** How to open each model: the front end's classes, the defaults, and the models that each needs for itself. */
export const models: {
  [Name in keyof ModelStates]: {
    header: Record<string, string | null>;
    defaults: Partial<ModelStates[Name]>;
    own: Record<string, keyof ModelStates>;
  };
} = {
  Layout: {
    header: { _model_module: "@jupyter-widgets/base", _model_module_version: "2.0.0", _model_name: "LayoutModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "LayoutView" },
    defaults: { align_content: null, align_items: null, align_self: null, border_bottom: null, border_left: null, border_right: null, border_top: null, bottom: null, display: null, flex: null, flex_flow: null, grid_area: null, grid_auto_columns: null, grid_auto_flow: null, grid_auto_rows: null, grid_column: null, grid_gap: null, grid_row: null, grid_template_areas: null, grid_template_columns: null, grid_template_rows: null, height: null, justify_content: null, justify_items: null, left: null, margin: null, max_height: null, max_width: null, min_height: null, min_width: null, object_fit: null, object_position: null, order: null, overflow: null, padding: null, right: null, top: null, visibility: null, width: null },
    own: { },
  },
  Accordion: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "AccordionModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "AccordionView" },
    defaults: { _dom_classes: [], box_style: "", children: [], selected_index: null, tabbable: null, titles: [], tooltip: null },
    own: { layout: "Layout" },
  },
  Audio: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "AudioModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "AudioView" },
    defaults: { _dom_classes: [], autoplay: true, controls: true, format: "mp3", loop: true, tabbable: null, tooltip: null, value: new Uint8Array() },
    own: { layout: "Layout" },
  },
  BoundedFloatText: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "BoundedFloatTextModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "FloatTextView" },
    defaults: { _dom_classes: [], continuous_update: false, description: "", description_allow_html: false, disabled: false, max: 100, min: 0, step: null, tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  BoundedIntText: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "BoundedIntTextModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "IntTextView" },
    defaults: { _dom_classes: [], continuous_update: false, description: "", description_allow_html: false, disabled: false, max: 100, min: 0, step: 1, tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  Box: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "BoxModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "BoxView" },
    defaults: { _dom_classes: [], box_style: "", children: [], tabbable: null, tooltip: null },
    own: { layout: "Layout" },
  },
  Button: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ButtonModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ButtonView" },
    defaults: { _dom_classes: [], button_style: "", description: "", disabled: false, icon: "", tabbable: null, tooltip: null },
    own: { layout: "Layout", style: "ButtonStyle" },
  },
  ButtonStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ButtonStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { button_color: null, font_family: null, font_size: null, font_style: null, font_variant: null, font_weight: null, text_color: null, text_decoration: null },
    own: { },
  },
  Checkbox: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "CheckboxModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "CheckboxView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, disabled: false, indent: true, tabbable: null, tooltip: null, value: false },
    own: { layout: "Layout", style: "CheckboxStyle" },
  },
  CheckboxStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "CheckboxStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { background: null, description_width: "" },
    own: { },
  },
  ColorPicker: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ColorPickerModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ColorPickerView" },
    defaults: { _dom_classes: [], concise: false, description: "", description_allow_html: false, disabled: false, tabbable: null, tooltip: null, value: "black" },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  ColorsInput: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ColorsInputModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ColorsInputView" },
    defaults: { _dom_classes: [], allow_duplicates: true, allowed_tags: [], description: "", description_allow_html: false, placeholder: "​", tabbable: null, tooltip: null, value: [] },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  Combobox: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ComboboxModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ComboboxView" },
    defaults: { _dom_classes: [], continuous_update: true, description: "", description_allow_html: false, disabled: false, ensure_option: false, options: [], placeholder: "​", tabbable: null, tooltip: null, value: "" },
    own: { layout: "Layout", style: "TextStyle" },
  },
  ControllerAxis: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ControllerAxisModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ControllerAxisView" },
    defaults: { _dom_classes: [], tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout" },
  },
  ControllerButton: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ControllerButtonModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ControllerButtonView" },
    defaults: { _dom_classes: [], pressed: false, tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout" },
  },
  Controller: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ControllerModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ControllerView" },
    defaults: { _dom_classes: [], axes: [], buttons: [], connected: false, index: 0, mapping: "", name: "", tabbable: null, timestamp: 0, tooltip: null },
    own: { layout: "Layout" },
  },
  DatePicker: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "DatePickerModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "DatePickerView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, disabled: false, max: null, min: null, step: 1, tabbable: null, tooltip: null, value: null },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  Datetime: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "DatetimeModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "DatetimeView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, disabled: false, max: null, min: null, tabbable: null, tooltip: null, value: null },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  DescriptionStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "DescriptionStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { description_width: "" },
    own: { },
  },
  DirectionalLink: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "DirectionalLinkModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: null },
    defaults: { source: [], target: [] },
    own: { },
  },
  Dropdown: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "DropdownModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "DropdownView" },
    defaults: { _dom_classes: [], _options_labels: [], description: "", description_allow_html: false, disabled: false, index: null, tabbable: null, tooltip: null },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  FileUpload: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "FileUploadModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "FileUploadView" },
    defaults: { _dom_classes: [], accept: "", button_style: "", description: "", description_allow_html: false, disabled: false, error: "", icon: "upload", multiple: false, tabbable: null, tooltip: null, value: [] },
    own: { layout: "Layout", style: "ButtonStyle" },
  },
  FloatLogSlider: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "FloatLogSliderModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "FloatLogSliderView" },
    defaults: { _dom_classes: [], base: 10, behavior: "drag-tap", continuous_update: true, description: "", description_allow_html: false, disabled: false, max: 4, min: 0, orientation: "horizontal", readout: true, readout_format: ".3g", step: 0.1, tabbable: null, tooltip: null, value: 1 },
    own: { layout: "Layout", style: "SliderStyle" },
  },
  FloatProgress: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "FloatProgressModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ProgressView" },
    defaults: { _dom_classes: [], bar_style: "", description: "", description_allow_html: false, max: 100, min: 0, orientation: "horizontal", tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "ProgressStyle" },
  },
  FloatRangeSlider: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "FloatRangeSliderModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "FloatRangeSliderView" },
    defaults: { _dom_classes: [], behavior: "drag-tap", continuous_update: true, description: "", description_allow_html: false, disabled: false, max: 100, min: 0, orientation: "horizontal", readout: true, readout_format: ".2f", step: 0.1, tabbable: null, tooltip: null, value: [0,1] },
    own: { layout: "Layout", style: "SliderStyle" },
  },
  FloatSlider: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "FloatSliderModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "FloatSliderView" },
    defaults: { _dom_classes: [], behavior: "drag-tap", continuous_update: true, description: "", description_allow_html: false, disabled: false, max: 100, min: 0, orientation: "horizontal", readout: true, readout_format: ".2f", step: 0.1, tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "SliderStyle" },
  },
  FloatText: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "FloatTextModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "FloatTextView" },
    defaults: { _dom_classes: [], continuous_update: false, description: "", description_allow_html: false, disabled: false, step: null, tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  FloatsInput: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "FloatsInputModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "FloatsInputView" },
    defaults: { _dom_classes: [], allow_duplicates: true, allowed_tags: [], description: "", description_allow_html: false, format: ".1f", max: null, min: null, placeholder: "​", tabbable: null, tag_style: "", tooltip: null, value: [] },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  GridBox: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "GridBoxModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "GridBoxView" },
    defaults: { _dom_classes: [], box_style: "", children: [], tabbable: null, tooltip: null },
    own: { layout: "Layout" },
  },
  HBox: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "HBoxModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "HBoxView" },
    defaults: { _dom_classes: [], box_style: "", children: [], tabbable: null, tooltip: null },
    own: { layout: "Layout" },
  },
  HTMLMath: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "HTMLMathModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "HTMLMathView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, placeholder: "​", tabbable: null, tooltip: null, value: "" },
    own: { layout: "Layout", style: "HTMLMathStyle" },
  },
  HTMLMathStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "HTMLMathStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { background: null, description_width: "", font_size: null, text_color: null },
    own: { },
  },
  HTML: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "HTMLModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "HTMLView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, placeholder: "​", tabbable: null, tooltip: null, value: "" },
    own: { layout: "Layout", style: "HTMLStyle" },
  },
  HTMLStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "HTMLStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { background: null, description_width: "", font_size: null, text_color: null },
    own: { },
  },
  Image: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ImageModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ImageView" },
    defaults: { _dom_classes: [], format: "png", height: "", tabbable: null, tooltip: null, value: new Uint8Array(), width: "" },
    own: { layout: "Layout" },
  },
  IntProgress: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "IntProgressModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ProgressView" },
    defaults: { _dom_classes: [], bar_style: "", description: "", description_allow_html: false, max: 100, min: 0, orientation: "horizontal", tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "ProgressStyle" },
  },
  IntRangeSlider: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "IntRangeSliderModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "IntRangeSliderView" },
    defaults: { _dom_classes: [], behavior: "drag-tap", continuous_update: true, description: "", description_allow_html: false, disabled: false, max: 100, min: 0, orientation: "horizontal", readout: true, readout_format: "d", step: 1, tabbable: null, tooltip: null, value: [0,1] },
    own: { layout: "Layout", style: "SliderStyle" },
  },
  IntSlider: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "IntSliderModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "IntSliderView" },
    defaults: { _dom_classes: [], behavior: "drag-tap", continuous_update: true, description: "", description_allow_html: false, disabled: false, max: 100, min: 0, orientation: "horizontal", readout: true, readout_format: "d", step: 1, tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "SliderStyle" },
  },
  IntText: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "IntTextModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "IntTextView" },
    defaults: { _dom_classes: [], continuous_update: false, description: "", description_allow_html: false, disabled: false, step: 1, tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  IntsInput: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "IntsInputModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "IntsInputView" },
    defaults: { _dom_classes: [], allow_duplicates: true, allowed_tags: [], description: "", description_allow_html: false, format: "d", max: null, min: null, placeholder: "​", tabbable: null, tag_style: "", tooltip: null, value: [] },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  Label: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "LabelModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "LabelView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, placeholder: "​", tabbable: null, tooltip: null, value: "" },
    own: { layout: "Layout", style: "LabelStyle" },
  },
  LabelStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "LabelStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { background: null, description_width: "", font_family: null, font_size: null, font_style: null, font_variant: null, font_weight: null, text_color: null, text_decoration: null },
    own: { },
  },
  Link: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "LinkModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: null },
    defaults: { source: [], target: [] },
    own: { },
  },
  NaiveDatetime: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "NaiveDatetimeModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "DatetimeView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, disabled: false, max: null, min: null, tabbable: null, tooltip: null, value: null },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  Password: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "PasswordModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "PasswordView" },
    defaults: { _dom_classes: [], continuous_update: true, description: "", description_allow_html: false, disabled: false, placeholder: "​", tabbable: null, tooltip: null, value: "" },
    own: { layout: "Layout", style: "TextStyle" },
  },
  Play: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "PlayModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "PlayView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, disabled: false, interval: 100, max: 100, min: 0, playing: false, repeat: false, show_repeat: true, step: 1, tabbable: null, tooltip: null, value: 0 },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  ProgressStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ProgressStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { bar_color: null, description_width: "" },
    own: { },
  },
  RadioButtons: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "RadioButtonsModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "RadioButtonsView" },
    defaults: { _dom_classes: [], _options_labels: [], description: "", description_allow_html: false, disabled: false, index: null, orientation: "vertical", tabbable: null, tooltip: null },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  Select: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "SelectModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "SelectView" },
    defaults: { _dom_classes: [], _options_labels: [], description: "", description_allow_html: false, disabled: false, index: null, rows: 5, tabbable: null, tooltip: null },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  SelectMultiple: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "SelectMultipleModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "SelectMultipleView" },
    defaults: { _dom_classes: [], _options_labels: [], description: "", description_allow_html: false, disabled: false, index: [], rows: 5, tabbable: null, tooltip: null },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  SelectionRangeSlider: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "SelectionRangeSliderModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "SelectionRangeSliderView" },
    defaults: { _dom_classes: [], _options_labels: [], behavior: "drag-tap", continuous_update: true, description: "", description_allow_html: false, disabled: false, index: [0,0], orientation: "horizontal", readout: true, tabbable: null, tooltip: null },
    own: { layout: "Layout", style: "SliderStyle" },
  },
  SelectionSlider: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "SelectionSliderModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "SelectionSliderView" },
    defaults: { _dom_classes: [], _options_labels: [], behavior: "drag-tap", continuous_update: true, description: "", description_allow_html: false, disabled: false, index: 0, orientation: "horizontal", readout: true, tabbable: null, tooltip: null },
    own: { layout: "Layout", style: "SliderStyle" },
  },
  SliderStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "SliderStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { description_width: "", handle_color: null },
    own: { },
  },
  Stack: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "StackModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "StackView" },
    defaults: { _dom_classes: [], box_style: "", children: [], selected_index: null, tabbable: null, titles: [], tooltip: null },
    own: { layout: "Layout" },
  },
  Tab: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "TabModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "TabView" },
    defaults: { _dom_classes: [], box_style: "", children: [], selected_index: null, tabbable: null, titles: [], tooltip: null },
    own: { layout: "Layout" },
  },
  TagsInput: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "TagsInputModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "TagsInputView" },
    defaults: { _dom_classes: [], allow_duplicates: true, allowed_tags: [], description: "", description_allow_html: false, placeholder: "​", tabbable: null, tag_style: "", tooltip: null, value: [] },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  Text: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "TextModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "TextView" },
    defaults: { _dom_classes: [], continuous_update: true, description: "", description_allow_html: false, disabled: false, placeholder: "​", tabbable: null, tooltip: null, value: "" },
    own: { layout: "Layout", style: "TextStyle" },
  },
  TextStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "TextStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { background: null, description_width: "", font_size: null, text_color: null },
    own: { },
  },
  Textarea: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "TextareaModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "TextareaView" },
    defaults: { _dom_classes: [], continuous_update: true, description: "", description_allow_html: false, disabled: false, placeholder: "​", rows: null, tabbable: null, tooltip: null, value: "" },
    own: { layout: "Layout", style: "TextStyle" },
  },
  Time: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "TimeModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "TimeView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, disabled: false, max: null, min: null, step: 60, tabbable: null, tooltip: null, value: null },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  ToggleButton: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ToggleButtonModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ToggleButtonView" },
    defaults: { _dom_classes: [], button_style: "", description: "", description_allow_html: false, disabled: false, icon: "", tabbable: null, tooltip: null, value: false },
    own: { layout: "Layout", style: "ToggleButtonStyle" },
  },
  ToggleButtonStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ToggleButtonStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { description_width: "", font_family: null, font_size: null, font_style: null, font_variant: null, font_weight: null, text_color: null, text_decoration: null },
    own: { },
  },
  ToggleButtons: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ToggleButtonsModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ToggleButtonsView" },
    defaults: { _dom_classes: [], _options_labels: [], button_style: "", description: "", description_allow_html: false, disabled: false, icons: [], index: null, tabbable: null, tooltip: null, tooltips: [] },
    own: { layout: "Layout", style: "ToggleButtonsStyle" },
  },
  ToggleButtonsStyle: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ToggleButtonsStyleModel", _view_module: "@jupyter-widgets/base", _view_module_version: "2.0.0", _view_name: "StyleView" },
    defaults: { button_width: "", description_width: "", font_weight: "" },
    own: { },
  },
  VBox: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "VBoxModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "VBoxView" },
    defaults: { _dom_classes: [], box_style: "", children: [], tabbable: null, tooltip: null },
    own: { layout: "Layout" },
  },
  Valid: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "ValidModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "ValidView" },
    defaults: { _dom_classes: [], description: "", description_allow_html: false, disabled: false, readout: "Invalid", tabbable: null, tooltip: null, value: false },
    own: { layout: "Layout", style: "DescriptionStyle" },
  },
  Video: {
    header: { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "VideoModel", _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: "VideoView" },
    defaults: { _dom_classes: [], autoplay: true, controls: true, format: "mp4", height: "", loop: true, tabbable: null, tooltip: null, value: new Uint8Array(), width: "" },
    own: { layout: "Layout" },
  },
  Output: {
    header: { _model_module: "@jupyter-widgets/output", _model_module_version: "1.0.0", _model_name: "OutputModel", _view_module: "@jupyter-widgets/output", _view_module_version: "1.0.0", _view_name: "OutputView" },
    defaults: { _dom_classes: [], msg_id: "", outputs: [], tabbable: null, tooltip: null },
    own: { layout: "Layout" },
  },
};

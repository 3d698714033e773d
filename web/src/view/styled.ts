import { noChange } from 'lit';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

/**
 * Style properties of an element, set one by one. Unlike a style attribute, which Lit's own directive writes the first time, that is
 * allowed by a content policy without inline styles.
 */
class StyledDirective extends Directive {
    private former: Readonly<Record<string, string>> = {};

    constructor(part: PartInfo) {
        super(part);
        if (part.type !== PartType.ELEMENT) throw new Error('styled() stands in an element, not in an attribute.');
    }

    override update(part: ElementPart, [properties]: [Readonly<Record<string, string>>]): symbol {
        const { style } = part.element as HTMLElement;
        for (const name of Object.keys(this.former)) if (!(name in properties)) style.removeProperty(name);
        for (const [name, value] of Object.entries(properties)) if (this.former[name] !== value) style.setProperty(name, value);
        this.former = properties;
        return noChange;
    }

    override render(_properties: Readonly<Record<string, string>>): symbol {
        return noChange;
    }
}

export const styled = directive(StyledDirective);

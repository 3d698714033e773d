const place = 'maskclip-theme';

export type Theme = 'light' | 'dark';

/** What is chosen, or else what the system has. */
export function theme(): Theme {
    const chosen = localStorage.getItem(place);
    if (chosen === 'light' || chosen === 'dark') return chosen;
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function setTheme(chosen: Theme): void {
    localStorage.setItem(place, chosen);
    document.documentElement.dataset['theme'] = chosen;
}

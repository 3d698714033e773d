import { defineConfig } from 'vitepress'

const page = (text: string, link: string) => ({ text, link: `/${link}` })

export default defineConfig({
  title: 'MaskClip for .NET',
  description: 'Name things in plain words, get a pixel mask for each.',
  srcDir: 'pages',
  outDir: '../artifacts/site/html',
  cacheDir: '../artifacts/site/cache',
  cleanUrls: false,
  // The header would otherwise ask another host for fonts; the site asks nobody for anything.
  head: [],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [page('First minute', 'first-minute'), page('Library', 'library'), page('API', 'api/index'), page('FAQ', 'faq'), page('Release notes', 'release-notes')],
    sidebar: [
      {
        text: 'Begin',
        items: [page('What this is', 'index'), page('The first minute', 'first-minute'), page('How the method works', 'how-it-works'), page('Comparison', 'comparison'), page('FAQ', 'faq'), page('Glossary', 'glossary'), page('Packages and programs', 'packages')],
      },
      {
        text: 'Tasks',
        items: [page('Segment: from scores to masks', 'from-scores-to-masks'), page('Evaluate', 'evaluation'), page('Data sets', 'datasets'), page('Train: MaskCLIP+', 'maskclip-plus'), page('Train: CLIP or a bridge', 'clip-training'), page('Students', 'students'), page('Annotate', 'annotations'), page('Label Studio', 'label-studio'), page('Serve', 'serving'), page('The page', 'page')],
      },
      {
        text: 'Models',
        items: [page('Models', 'models'), page('Checkpoints', 'checkpoints'), page('int8 and devices', 'precision-and-devices'), page('photo', 'model-photo'), page('world-clip', 'model-world-clip'), page('The small world', 'small-world')],
      },
      {
        text: 'Build on it',
        items: [page('The library', 'library'), page('Adding a method', 'adding-a-method'), page('Adding a model family', 'adding-a-model-family'), page('API reference', 'api/index')],
      },
      {
        text: 'How good, how fast, how safe',
        items: [page('Results', 'results'), page('The paper in miniature', 'miniature'), page('Benchmarks', 'benchmarks'), page('Reliability', 'reliability'), page('Security', 'security')],
      },
      { text: 'The project', items: [page('Release notes', 'release-notes'), page('Contributing', 'contributing'), page('Code of conduct', 'code-of-conduct')] },
    ],
  },
})

using System.Formats.Tar;
using System.Text;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Concepts;
using MaskClip.Fuzz.Corpus;
using MaskClip.Graph;
using MaskClip.Text;
using MaskClip.Text.SentencePiece;
using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Fuzz.Targets;

/// <summary>Names, tokenizers, tables, tars.</summary>
internal static class TextTargets
{
    private const int MaxLetters = 400;

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> Create()
    {
        var concepts = Vocabulary.Parse(["cat", "dog"]);
        yield return AllTargets.OfFile("names-file", "names.txt",
            Texts("cat\ndog|puppy\n# no\nbackground: wall, floor\n", "a\n", "// x\n\ufeffcat\r\n"), path => Vocabulary.FromFile(path));
        yield return AllTargets.OfFile("templates-file", "templates.txt", Texts("a photo of a {}.\n{}\n"),
            path => PromptTemplates.FromFile(path));
        yield return AllTargets.OfFile("concept-table", "truth.tsv", Texts("# x\na.jpg\tcat\nb.jpg\tdog\textra\n"),
            path => ConceptTruth.FromTable(concepts, path).Find("a.jpg"));
        yield return DatasetList();
        var sentences = Texts("a photo of a cat", "Caf\u00e9 \ud83d\ude00 &amp;", "<|endoftext|>", new string('a', 300));
        yield return new("tokenizer-clip", sentences, bytes =>
            ClipTokenizer.Shared.EncodeWithEnds(Letters(bytes), 77, out _));
        yield return AllTargets.OfFile("word-pieces", "vocab.txt", Texts("[PAD]\n[UNK]\n[CLS]\n[SEP]\ncat\n##s\na\n"), path =>
            new WordPieces(path).Encode("cats and dogs", 16, out _));
        yield return new("sentencepiece", [Pieces(1, bytes: false), Pieces(2, bytes: false), Pieces(1, bytes: true)], bytes =>
        {
            var model = PieceModel.Parse("input", bytes);
            new PieceTokenizer(model).Encode("a cat \u00e9");
        });
        yield return AllTargets.OfFile("tar", "pairs.tar", [Tar(TarEntryFormat.Ustar), Tar(TarEntryFormat.Pax), Tar(TarEntryFormat.Gnu),
            Tar(TarEntryFormat.V7)], path => TarPairs.Open([path]), [.. new[] { "ustar", " GNU.sparse.major=1\n", "11 size=3\n" }
            .Select(PictureCorpus.Ascii)]);
        yield return Captions();
    }

    private static FuzzTarget DatasetList()
    {
        var folder = AllTargets.Folder();
        var mask = PictureCorpus.Masks()[0];
        (string, byte[])[] files = [("images/a.png", PictureCorpus.Png()[0]), ("masks/a.png", mask), ("names.txt", Texts("cat\ndog\n")[0])];
        foreach (var (place, bytes) in files)
        {
            var path = Path.Combine(folder, place);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        return new("dataset-list", Texts("id\tx\na\t1\n", "# c\nid\n"), bytes =>
        {
            File.WriteAllBytes(Path.Combine(folder, "manifest.tsv"), bytes);
            SegmentationDataset.Open(folder, "folder");
        });
    }

    private static FuzzTarget Captions()
    {
        var folder = AllTargets.Folder();
        File.WriteAllBytes(Path.Combine(folder, "a.png"), PictureCorpus.Png()[0]);
        return new("captions", Texts("file\tcaption\na.png\ta cat\na.png\ta dog\n"), bytes =>
        {
            File.WriteAllBytes(Path.Combine(folder, FolderPairs.Table), bytes);
            try
            {
                FolderPairs.Open(folder);
            }
            catch (FileNotFoundException)
            {
                // A picture that is not there: its documented refusal.
            }
        });
    }

    private static string Letters(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text[..Math.Min(text.Length, MaxLetters)];
    }

    private static byte[] Pieces(int kind, bool bytes)
    {
        var model = new ProtoWriter();
        List<(string Piece, int Type)> pieces =
            [("<unk>", 2), ("<s>", 3), ("</s>", 3), ("\u2581", 1), ("a", 1), ("\u2581a", 1), ("c", 1), ("at", 1)];
        if (bytes) pieces.AddRange(Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", 6)));
        foreach (var ((piece, type), at) in pieces.Select((piece, at) => (piece, at)))
        {
            model.Message(1, entry =>
            {
                entry.Text(1, piece);
                entry.Float(2, -at);
                entry.Integer(3, type);
            });
        }

        model.Message(2, training =>
        {
            training.Integer(3, kind);
            training.Integer(35, bytes ? 1 : 0);
        });
        model.Message(3, rules => rules.Integer(3, 1));
        return model.Written.ToArray();
    }

    private static byte[] Tar(TarEntryFormat format)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var (name, content) in new[] { ("d/1.png", PictureCorpus.Png()[0]), ("d/1.txt", Texts("a cat\n")[0]) })
            {
                var kind = format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
                TarEntry entry = format switch
                {
                    TarEntryFormat.Ustar => new UstarTarEntry(kind, name),
                    TarEntryFormat.Pax => new PaxTarEntry(kind, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(kind, name),
                    _ => new V7TarEntry(kind, name),
                };
                entry.DataStream = new MemoryStream(content);
                writer.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}

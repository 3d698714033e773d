using System.Runtime.CompilerServices;
using MaskClip.Evaluation;

namespace MaskClip.Outsider.Tests;

public class OutsiderTests
{
    /// <summary>Else nothing here would prove anything.</summary>
    [Fact]
    public void Assembly_IsNobodysFriend()
    {
        var self = typeof(OutsiderTests).Assembly.GetName().Name!;
        var friends = new[] { typeof(Segmenter).Assembly, typeof(Evaluator).Assembly }
            .SelectMany(assembly => assembly.GetCustomAttributes(typeof(InternalsVisibleToAttribute), inherit: false).Cast<InternalsVisibleToAttribute>())
            .Select(friend => friend.AssemblyName.Split(',')[0]).ToArray();

        Assert.NotEmpty(friends);
        Assert.DoesNotContain(self, friends, StringComparer.OrdinalIgnoreCase);
    }
}

namespace MaskClip.Training.Samples;

/// <summary>A crop, ready for the student.</summary>
/// <param name="Pixels">Normalized for the student, <c>[3, height, width]</c>; padding is 0.</param>
/// <param name="Labels">One label a pixel: a class, unlabeled, or ignored (padding is).</param>
/// <param name="TeacherFeatures">The teacher's unit features <c>[rows · columns, d]</c> where they are distilled.</param>
/// <param name="Rows">Rows of the teacher's grid.</param>
/// <param name="Columns">Columns of the teacher's grid.</param>
internal sealed record TrainingSample(float[] Pixels, ushort[] Labels, float[]? TeacherFeatures, int Rows, int Columns);

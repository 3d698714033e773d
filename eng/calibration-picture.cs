#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip.World/MaskClip.World.csproj
#:property PublishAot=false

// Draws the picture that int8 calibration measures with where no photos are given: the sample postcard at 960x672, without any loss.
// WebP, because it takes a third less than PNG.
//
//     dotnet run -c Release eng/calibration-picture.cs -- src/MaskClip/Assets/calibration.webp
using MaskClip.World;
using SkiaSharp;

if (args is not [var target]) throw new ArgumentException("Give the file to write.");
using var png = new MemoryStream();
SamplePostcard.Draw(960, 672).SavePng(png);
png.Position = 0;
using var picture = SKBitmap.Decode(png)!;
using var pixels = picture.PeekPixels()!;
using var encoded = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))!;
File.WriteAllBytes(target, encoded.Span);
Console.WriteLine($"{target}: {picture.Width}x{picture.Height}, {encoded.Size} bytes");

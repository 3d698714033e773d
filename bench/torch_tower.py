"""MaskCLIP's image towers in PyTorch, eager and fp32: the python3-torch side of the benchmarks' suite.

    python3 torch_tower.py CHECKPOINT PIXELS HEIGHT WIDTH

CHECKPOINT is a safetensors file with OpenAI's names, PIXELS a file of 3 * HEIGHT * WIDTH normalised fp32 numbers. Says "ready" and a few
features once the first mask is made; then answers "embed" with milliseconds, and "end" with its peak memory in MiB.
"""
import json
import math
import resource
import struct
import sys
import time

import torch
import torch.nn.functional as F

NAMES = 20


def check_blas():
    """Debian's PyTorch comes with the reference BLAS, which is many times slower: a comparison with it says nothing."""
    torch.ones(2, 2) @ torch.ones(2, 2)
    with open("/proc/self/maps") as maps:
        if not any(name in line for line in maps for name in ("openblas", "mkl", "blis")):
            raise SystemExit("PyTorch uses the reference BLAS; install libopenblas0-pthread")


def read(path):
    """A checkpoint's image tower; the file is mapped."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        start = file.tell()
    header.pop("__metadata__", None)
    numbers = {}
    for name, entry in header.items():
        if not name.startswith("visual."):
            continue
        if entry["dtype"] != "F32":
            raise SystemExit(f"{name} is {entry['dtype']}; only F32 is read here")
        count = math.prod(entry["shape"])
        offset = start + entry["data_offsets"][0]
        storage = torch.FloatStorage.from_file(path, shared=False, size=offset // 4 + count) if offset % 4 == 0 else None
        if storage is None:
            raise SystemExit(f"{name} is not aligned to 4 bytes")
        numbers[name[len("visual."):]] = torch.FloatTensor(storage)[offset // 4:].reshape(entry["shape"]).clone()
    return numbers


def attend(q, k, v):
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v)
    return ((q / math.sqrt(q.shape[-1])) @ k.transpose(-2, -1)).softmax(-1) @ v


class Transformer:
    def __init__(self, weights):
        self.w = weights
        self.width, _, self.stride, _ = weights["conv1.weight"].shape
        self.layers = sum(name.endswith("attn.in_proj_weight") for name in weights)
        self.heads = self.width // 64

    def linear(self, name, x):
        return F.linear(x, self.w[f"{name}.weight"], self.w[f"{name}.bias"])

    def norm(self, name, x):
        return F.layer_norm(x, (self.width,), self.w[f"{name}.weight"], self.w[f"{name}.bias"], 1e-5)

    def mlp(self, name, x):
        hidden = self.linear(f"{name}.mlp.c_fc", self.norm(f"{name}.ln_2", x))
        return self.linear(f"{name}.mlp.c_proj", hidden * torch.sigmoid(1.702 * hidden))

    def positions(self, rows, columns):
        table = self.w["positional_embedding"]
        side = math.isqrt(table.shape[0] - 1)
        if (rows, columns) == (side, side):
            return table[None]
        grid = table[1:].reshape(1, side, side, -1).permute(0, 3, 1, 2)
        grid = F.interpolate(grid, size=(rows, columns), mode="bicubic", align_corners=False)
        return torch.cat([table[:1], grid.permute(0, 2, 3, 1).reshape(rows * columns, -1)])[None]

    def features(self, image):
        x = F.conv2d(image, self.w["conv1.weight"], stride=self.stride)
        rows, columns = x.shape[2:]
        x = x.flatten(2).transpose(1, 2)
        x = torch.cat([self.w["class_embedding"].reshape(1, 1, -1), x], 1) + self.positions(rows, columns)
        x = self.norm("ln_pre", x)
        for layer in range(self.layers - 1):
            name = f"transformer.resblocks.{layer}"
            y = F.linear(self.norm(f"{name}.ln_1", x), self.w[f"{name}.attn.in_proj_weight"], self.w[f"{name}.attn.in_proj_bias"])
            q, k, v = y.reshape(1, -1, 3, self.heads, 64).permute(2, 0, 3, 1, 4)
            x = x + self.linear(f"{name}.attn.out_proj", attend(q, k, v).transpose(1, 2).reshape(1, -1, self.width))
            x = x + self.mlp(name, x)
        name = f"transformer.resblocks.{self.layers - 1}"
        x = x[:, 1:]
        value, bias = (self.w[f"{name}.attn.in_proj_{part}"][2 * self.width:] for part in ("weight", "bias"))
        x = x + self.linear(f"{name}.attn.out_proj", F.linear(self.norm(f"{name}.ln_1", x), value, bias))
        x = x + self.mlp(name, x)
        return F.normalize(self.norm("ln_post", x) @ self.w["proj"], dim=-1)


class ResNet:
    stride = 32

    def __init__(self, weights):
        self.w = weights

    def conv(self, name, norm, x, stride=1, relu=True):
        weight = self.w[f"{name}.weight"]
        x = F.conv2d(x, weight, stride=stride, padding=weight.shape[-1] // 2)
        x = F.batch_norm(x, self.w[f"{norm}.running_mean"], self.w[f"{norm}.running_var"], self.w[f"{norm}.weight"], self.w[f"{norm}.bias"])
        return F.relu(x) if relu else x

    def linear(self, name, x):
        return F.linear(x, self.w[f"{name}.weight"], self.w[f"{name}.bias"])

    def features(self, image):
        x = self.conv("conv1", "bn1", image, 2)
        x = F.avg_pool2d(self.conv("conv3", "bn3", self.conv("conv2", "bn2", x)), 2)
        for stage in range(1, 5):
            block = 0
            while f"layer{stage}.{block}.conv1.weight" in self.w:
                name = f"layer{stage}.{block}"
                pool = stage > 1 and block == 0
                y = self.conv(f"{name}.conv2", f"{name}.bn2", self.conv(f"{name}.conv1", f"{name}.bn1", x))
                y = self.conv(f"{name}.conv3", f"{name}.bn3", F.avg_pool2d(y, 2) if pool else y, relu=False)
                if f"{name}.downsample.0.weight" in self.w:
                    x = self.conv(f"{name}.downsample.0", f"{name}.downsample.1", F.avg_pool2d(x, 2) if pool else x, relu=False)
                x = F.relu(x + y)
                block += 1
        x = x.flatten(2).transpose(1, 2)
        return F.normalize(self.linear("attnpool.c_proj", self.linear("attnpool.v_proj", x)), dim=-1)


def main():
    check_blas()
    checkpoint, pixels, height, width = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    weights = read(checkpoint)
    tower = ResNet(weights) if "layer1.0.conv1.weight" in weights else Transformer(weights)
    with torch.inference_mode():
        storage = torch.FloatStorage.from_file(pixels, shared=False, size=3 * height * width)
        image = torch.FloatTensor(storage).clone().reshape(1, 3, height, width)
        features = tower.features(image)
        text = F.normalize(torch.randn(NAMES, features.shape[-1]), dim=-1)
        scores = (features @ text.T).transpose(1, 2).reshape(1, NAMES, height // tower.stride, width // tower.stride)
        F.interpolate(scores, size=(height, width), mode="bilinear", align_corners=False).argmax(1)
        print("ready", *(f"{number:.6f}" for number in features.flatten()[:8].tolist()), flush=True)
        for line in sys.stdin:
            if line.strip() != "embed":
                break
            start = time.perf_counter()
            tower.features(image)
            print(f"{1000 * (time.perf_counter() - start):.3f}", flush=True)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)


main()

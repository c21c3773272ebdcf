"""Writes the .bin files beside this one with PyTorch (made with 2.13)."""
import collections, os, pathlib, torch, zipfile

here = pathlib.Path(__file__).parent
values = lambda count: torch.arange(count, dtype=torch.float32) * 0.25 - 1

state = collections.OrderedDict()
state["F64"] = values(6).reshape(2, 3).double()
state["F32"] = values(6).reshape(2, 3)
state["F16"] = values(6).reshape(2, 3).half()
state["BF16"] = values(6).reshape(2, 3).bfloat16()
state["I64"] = torch.arange(6).reshape(2, 3)
state["transposed"] = values(6).reshape(3, 2).t()
state["permuted"] = values(24).reshape(2, 3, 4).permute(2, 0, 1)
state["row"] = values(6).reshape(2, 3)[1]
state["column"] = values(6).reshape(2, 3)[:, 1]
state["shared"] = state["F32"][1]
state["parameter"] = torch.nn.Parameter(values(3))
state["scalar"] = torch.tensor(0.5)
state["none"] = torch.zeros(0, 3)
state._metadata = collections.OrderedDict([("", {"version": 1})])
torch.save(state, here / "tensors.bin")
torch.save(dict(state), here / "protocol4.bin", pickle_protocol=4)
torch.save(state, here / "legacy.bin", _use_new_zipfile_serialization=False)
torch.save(torch.nn.Linear(1, 1), here / "module.bin")
torch.save({"state_dict": state, "epoch": 3, "optimizer": {0: None}}, here / "wrapped.bin")


class Code:
    def __reduce__(self):
        return os.system, ("echo this must never run",)


torch.save({"weight": Code()}, here / "code.bin")


def repack(source, target, change, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(here / source) as old, zipfile.ZipFile(here / target, "w", compression) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), change(name, old.read(name)), compression)


def big_endian(name, content):
    if name.endswith("byteorder"):
        return b"big"
    if "/data/" in name:
        return torch.frombuffer(bytearray(content), dtype=torch.int32).numpy().byteswap().tobytes()
    return content


torch.save({"x": values(6).reshape(3, 2)}, here / "big_endian.bin")
repack("big_endian.bin", "compressed.bin", lambda name, content: content, zipfile.ZIP_DEFLATED)
repack("big_endian.bin", "big_endian.bin.new", big_endian)
os.replace(here / "big_endian.bin.new", here / "big_endian.bin")
# Entries as of archives over 4 GiB.
zipfile.ZIP64_LIMIT = 20
repack("tensors.bin", "zip64.bin", lambda name, content: content)
